import prettyBytes from 'pretty-bytes';
import type * as z from 'zod';
import { parseArch } from '../../../builder/order/index.js';
import { loadStacks, stackStatus } from '../../../stack/index.js';
import { verbOf } from '../../describe/verb.js';
import { archOption } from '../../options/choices.js';
import { commonOptions } from '../../options/common.js';
import { table } from '../../print/table.js';
import { told } from '../../print/told.js';
import { placesOf } from '../../session/places.js';
import { print } from '../../session/print.js';

const options = commonOptions.extend({ arch: archOption });

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '',
  sentence: 'list the stacks, and which are ready here',
  examples: ['binary-builder stacks', 'binary-builder stacks list --arch s390x'],
  options,
  run,
});

async function run(_words: string[], options: Options): Promise<void> {
  const places = placesOf(options);
  const stacks = await loadStacks(places.stacks);
  const arch = parseArch(options.arch);
  const rows = await Promise.all(
    stacks.map(async (stack) => ({ stack, status: await stackStatus(stack, arch, places.cache) })),
  );
  print(
    options,
    {
      type: 'stacks.listed',
      stacks: rows.map(({ stack, status }) => ({ ...stack, status })),
    },
    told(
      table,
      ['name', 'ready', 'size', 'glibc', 'architectures', 'description'],
      rows.map(({ stack, status }) => [
        stack.name,
        status.ready ? status.base.created.slice(0, 10) : 'no',
        status.ready ? prettyBytes(status.size) : '',
        stack.glibc,
        stack.architectures.join(' '),
        stack.description,
      ]),
    ),
  );
}
