import { readFile } from 'node:fs/promises';
import prettyBytes from 'pretty-bytes';
import * as z from 'zod';
import { parseArch, probeEngines } from '../../builder/order/index.js';
import { stackCatalogue } from '../../builder/place/index.js';
import type { Arch } from '../../architecture.js';
import { printable } from '../../text/index.js';
import { chooseRunner, parseRunner, rootFormOf } from '../../sandbox/index.js';
import {
  chooseStack,
  findStack,
  loadStacks,
  prepareRoot,
  stackStatus,
  type Stack,
} from '../../stack/index.js';
import { commonOptions } from '../options.js';
import { table } from '../print/table.js';
import { told, toldDocument } from '../print/told.js';
import { placesOf, print, withReporter, type Session } from '../session.js';
import { chooseSubverb, oneName } from '../words.js';

const stacksOptions = commonOptions.extend({
  arch: z.string().optional(),
  runner: z.string().default('auto'),
  refresh: z.boolean().default(false),
});

type StacksOptions = z.infer<typeof stacksOptions>;

/** `binary-builder stacks [list | show NAME | prepare [NAME]]` */
export async function run(words: string[], raw: unknown, session: Session): Promise<void> {
  const options = stacksOptions.parse(raw);
  const { subverb, names } = chooseSubverb('stacks', ['list', 'show', 'prepare'], words);
  const places = placesOf(options);
  const stacks = await loadStacks(places.stacks);
  const arch = parseArch(options.arch);
  switch (subverb) {
    case 'list':
      await list(options, stacks, arch);
      return;
    case 'show':
      await show(options, findStack(stacks, oneName('stacks show', names)), arch);
      return;
    case 'prepare':
      await prepare(options, stacks, arch, names, session);
  }
}

async function list(options: StacksOptions, stacks: readonly Stack[], arch: Arch): Promise<void> {
  const { cache } = placesOf(options);
  const rows = await Promise.all(
    stacks.map(async (stack) => ({ stack, status: await stackStatus(stack, arch, cache) })),
  );
  print(
    options,
    rows.map(({ stack, status }) => ({ ...stack, status })),
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

async function show(options: StacksOptions, stack: Stack, arch: Arch): Promise<void> {
  const status = await stackStatus(stack, arch, placesOf(options).cache);
  const state = status.ready
    ? `# ready since ${status.base.created}, ${prettyBytes(status.size)}, digest ${status.base.digest}`
    : `# not ready: binary-builder stacks prepare ${stack.name}`;
  print(
    options,
    { ...stack, status },
    toldDocument(`# ${printable(stack.file)}\n${state}\n${await readFile(stack.file, 'utf8')}`),
  );
}

async function prepare(
  options: StacksOptions,
  stacks: readonly Stack[],
  arch: Arch,
  names: readonly string[],
  session: Session,
): Promise<void> {
  const { cache } = placesOf(options);
  const { signal } = session;
  const { stack, reason } = await chooseStack({
    stacks,
    arch,
    cache,
    engines: () => probeEngines(cache, signal),
    signal,
    ...(names.length === 0 ? {} : { explicit: oneName('stacks prepare', names) }),
  });
  const explicit = parseRunner(options.runner);
  const { runner } = await chooseRunner(
    { stack, ...(explicit === undefined ? {} : { explicit }) },
    { cache, signal },
  );
  const root = await withReporter(session, options, async (context) => {
    const { emit } = context;
    const made = await prepareRoot(
      {
        stack,
        arch,
        toolchain: true,
        packages: [],
        form: rootFormOf(runner, stack),
        refresh: options.refresh,
      },
      { cache, emit, signal },
    );
    await stackCatalogue({ ...context, stack, arch, packages: [], runner });
    return made;
  });
  print(
    options,
    { type: 'stack.ready', ...root },
    told(
      (name, why) =>
        `${name} is ready for ${runner.name} (${why}).\n  digest    ${root.base}\n  glibc     ${root.glibc}\n  compiler  ${root.compiler ?? 'none'}`,
      stack.name,
      reason,
    ),
  );
}
