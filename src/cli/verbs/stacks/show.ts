import { readFile } from 'node:fs/promises';
import prettyBytes from 'pretty-bytes';
import type * as z from 'zod';
import { parseArch } from '../../../builder/order/index.js';
import { findStack, loadStacks, stackStatus } from '../../../stack/index.js';
import { printable } from '../../../text/index.js';
import { verbOf } from '../../describe/verb.js';
import { archOption } from '../../options/choices.js';
import { commonOptions } from '../../options/common.js';
import { oneName } from '../../options/words.js';
import { toldDocument } from '../../print/told.js';
import { placesOf } from '../../session/places.js';
import { print } from '../../session/print.js';

const options = commonOptions.extend({ arch: archOption });

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '[STACK]',
  sentence: 'show a stack, and whether it is ready here',
  examples: ['binary-builder stacks show debian12'],
  options,
  run,
});

async function run(words: string[], options: Options): Promise<void> {
  const places = placesOf(options);
  const stacks = await loadStacks(places.stacks);
  const arch = parseArch(options.arch);
  const stack = findStack(stacks, oneName('stacks show', words));
  const status = await stackStatus(stack, arch, places.cache);
  const state = status.ready
    ? `# ready since ${status.base.created}, ${prettyBytes(status.size)}, digest ${status.base.digest}`
    : `# not ready: binary-builder stacks prepare ${stack.name}`;
  print(
    options,
    { type: 'stack.shown', stack: { ...stack, status } },
    toldDocument(`# ${printable(stack.file)}\n${state}\n${await readFile(stack.file, 'utf8')}`),
  );
}
