import { readdir } from 'node:fs/promises';
import test from 'ava';
import { BubblewrapSandbox } from '../../../src/sandbox/runner/bubblewrap/sandbox.js';
import { decideLimits, openSandbox, probeCgroups } from '../../../src/sandbox/index.js';
import { preparedRoot, testContext } from '../../prepared-root.js';
import { outputOf } from '../behaviour.js';
import { script } from '../command.js';
import { holdsToLimits, START_MANY, type OpenLimited } from './held.js';

const root = await preparedRoot();
const { noMemory, parents } = await probeCgroups();
const open: OpenLimited = (commandLine) =>
  openSandbox({ name: 'bubblewrap' }, root, {
    ...testContext,
    limits: { recipe: {}, commandLine },
  });

holdsToLimits(open, { memory: noMemory === undefined });

test('limits are set inside, for whoever can make no cgroup', async (t) => {
  if (root.kind !== 'directory') throw new TypeError(root.kind);
  const sandbox = new BubblewrapSandbox(root.directory);
  const said = { recipe: {}, commandLine: { processes: 50, 'file-size': 4096 } };
  const limits = decideLimits(said, { emulated: false, memory: undefined });
  const show = script(`sed -n 's/^Max \\(processes\\|file size\\)  *//p' /proc/self/limits`);
  t.regex((await sandbox.capture(show, { limits })).stdout, /^4096 +4096 +bytes *\n50 +50 +proc/);
  const { stderr, exitCode } = await sandbox.capture(script(START_MANY), { limits });
  t.regex(stderr, /Cannot fork/);
  t.is(exitCode, 2);
});

test('a limit that leaves no room for the sandbox itself is told as that', async (t) => {
  const { exceeded } = await (await open({ processes: 1 })).run(script(START_MANY));
  t.deepEqual(exceeded, { limit: 'processes', value: 1 });
});

test('limits that are switched off are none', async (t) => {
  const none = { time: 'none', processes: 'none', 'file-size': 'none', memory: 'none' } as const;
  const sandbox = await open({ ...none, 'free-disk': 'none' });
  const { output } = await outputOf(sandbox, script('ulimit -f; exit 153'));
  t.is(output, 'unlimited');
});

test.after.always('no cgroup is left', async (t) => {
  for (const { folder } of parents) {
    const ours = (await readdir(folder)).filter((name) =>
      new RegExp(`^binary-builder-\\d+-${process.pid}-`).test(name),
    );
    t.deepEqual(ours, []);
  }
});
