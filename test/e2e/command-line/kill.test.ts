import { readFile, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { hashFile } from 'hasha';
import pLimit from 'p-limit';
import { inHost, type HostPath } from '../../../src/path.js';
import { cacheFolders } from '../../../src/store/index.js';
import { withLock } from '../../../src/files/index.js';
import { inTurn, serve, stalled, whole } from '../../source/server.js';
import { comesTrue, processesWith, runCli, startCli, type Running, type Told } from '../cli.js';
import {
  AFTER_BUILD,
  FILE,
  archive,
  filesBelow,
  namesIn,
  workspace,
  writeRecipe,
  type Workspace,
} from './fixture.js';

const BUILD = ['build', 'tiny@1.0', '--stack=debian12', '--json'];

/**
 * Steps that wait for ever when they are asked to: the number of jobs tells which one, since it is
 * no part of the plan.
 */
const WAITING = { bootstrap: 101, configure: 102, make: 103, install: 104, finish: 105 } as const;

function waiting(phase: keyof typeof WAITING, work: string): { run: string } {
  return { run: `[ "$JOBS" != ${WAITING[phase]} ] || { echo waiting; sleep infinity; }\n${work}` };
}

const BUILD_STEPS = {
  bootstrap: waiting('bootstrap', 'echo boot > boot'),
  configure: waiting('configure', 'echo "prefix=$PREFIX" > configured'),
  make: waiting('make', 'cat boot configured > made'),
  install: waiting('install', 'mkdir -p "$TREE/share"; cp -r made files "$TREE/share"'),
  finish: waiting('finish', 'cp "$TREE/share/made" "$TREE/share/finished"'),
};

/** Holds up the test phase until the machine makes this file in the test's box. */
const TESTS = [
  {
    name: 'waits',
    run: 'echo waiting; until [ -e go ]; do sleep 0.05; done; cat "$PREFIX/share/finished"',
  },
];

/** So much text that phases on the machine itself take a while; for steps a little will do. */
const SIZES = { large: 30_000_000, small: 30 } as const;

type Size = keyof typeof SIZES;

/** Builds at once: each is more than one process, and there may be few processors. */
const slots = pLimit(3);

interface Victim extends Workspace {
  size: Size;
  /** Lets the artifact's test end, once it has begun. */
  attend(run: Running): Promise<void>;
}

async function victim(t: ExecutionContext, size: Size, url?: string): Promise<Victim> {
  const here = await workspace(t);
  const files = Array.from({ length: 100 }, (_, n) => [`files/${n % 10}/${n}`, `${n}\n`] as const);
  const source = await archive(here.folder, {
    'files/text': 'text '.repeat(SIZES[size] / 5),
    ...(size === 'large' ? Object.fromEntries(files) : {}),
  });
  const recipe = { build: BUILD_STEPS, tests: TESTS, ...(url === undefined ? {} : { url }) };
  await writeRecipe({ ...here, source }, recipe);
  return {
    ...here,
    source,
    size,
    async attend(run) {
      const { build = '' } = await run.event(inTest);
      await writeFile(inHost(here.cache, 'work', build, 'test-1/box/files/go'), '');
    },
  };
}

const atWork = ({ type, line }: Told) => type === 'log' && line === 'waiting';

const inTest = ({ type, phase, line }: Told) =>
  type === 'log' && phase === 'test: waits' && line === 'waiting';

/** A build to its end. */
async function complete(here: Victim) {
  const run = startCli(BUILD, here);
  await here.attend(run);
  return await run.finished;
}

/** The sha256 of what an undisturbed build gives. */
const undisturbed = new Map<Size, Promise<string>>();

function expected(t: ExecutionContext, size: Size): Promise<string> {
  const known = undisturbed.get(size) ?? measure(t, size);
  undisturbed.set(size, known);
  return known;
}

async function measure(t: ExecutionContext, size: Size): Promise<string> {
  const here = await victim(t, size);
  const { exitCode, stderr } = await complete(here);
  t.is(exitCode, 0, stderr);
  return await published(here);
}

async function published({ cwd }: Workspace): Promise<string> {
  return await hashFile(inHost(cwd, FILE), { algorithm: 'sha256' });
}

async function ended(t: ExecutionContext, { folder }: Workspace): Promise<void> {
  t.true(await comesTrue(async () => (await processesWith(folder)).length === 0));
  t.false((await readFile('/proc/self/mountinfo', 'utf8')).includes(folder), 'no mount is left');
}

/** Kills a build in a phase; whether it was still in it. */
async function kill(t: ExecutionContext, here: Victim, run: Running, phase: string) {
  run.kill('SIGKILL');
  const killed = await run.finished;
  t.is(killed.exitCode, 137);
  await ended(t, here);
  const last = killed.events().findLast(({ type }) => type.startsWith('phase.'));
  return last?.type === 'phase.started' && last.phase === phase;
}

/** Shows that the build after a killed one makes the artifact, and leaves nothing of either. */
async function buildAgain(t: ExecutionContext, here: Victim): Promise<void> {
  const next = await complete(here);
  t.is(next.exitCode, 0, next.stderr);
  t.is(await published(here), await expected(t, here.size));
  await ended(t, here);
  await onlyWhatIsMeantToBe(t, here);
}

async function onlyWhatIsMeantToBe(t: ExecutionContext, { cwd, cache }: Workspace) {
  t.deepEqual(await filesBelow(cwd), AFTER_BUILD);
  const folders = cacheFolders(cache);
  for (const empty of ['work', 'locks', 'sources/locks', 'sources/partial']) {
    t.deepEqual(await namesIn(inHost(cache, empty)), [], empty);
  }
  t.is((await namesIn(folders.artifacts)).length, 1);
  // The artifact, its record, and what lies beside it.
  t.is((await filesBelow(folders.artifacts)).length, 5);
  t.is((await namesIn(folders.sources)).filter((name) => name.startsWith('sha256-')).length, 1);
}

killTest('killed while it fetches', async (t) => {
  const body = await readFile((await victim(t, 'small')).source.path);
  const { origin, requests } = await serve(t, inTurn(stalled(body, 100), whole(body)));
  const here = await victim(t, 'small', `${origin}/tiny-1.0.tar.gz`);
  const run = startCli(BUILD, here);
  t.true(await comesTrue(() => hasLanded(here.cache)));
  await kill(t, here, run, 'fetch');
  await buildAgain(t, here);
  t.is(requests.length, 2);
});

async function hasLanded(cache: HostPath): Promise<boolean> {
  return (await filesBelow(inHost(cache, 'sources/partial'))).length > 0;
}

for (const [phase, jobs] of Object.entries(WAITING)) {
  killTest(`killed in the phase ${phase}`, async (t) => {
    const here = await victim(t, 'small');
    const run = startCli([...BUILD, `--jobs=${jobs}`], here);
    await run.event(atWork);
    t.true((await processesWith(here.folder)).length > 1, 'the sandbox is seen');
    t.true(await kill(t, here, run, phase));
    await buildAgain(t, here);
  });
}

for (const phase of ['unpack', 'relocate', 'audit', 'pack']) {
  killTest(`killed in the phase ${phase}`, async (t) => {
    const here = await victim(t, 'large');
    let hit = false;
    // These phases don't wait for us, and the event of their start takes its time to get here.
    for (let tries = 0; tries < 5 && !hit; tries += 1) {
      const run = startCli(BUILD, here);
      await run.event((event) => event.type === 'phase.started' && event.phase === phase);
      hit = await kill(t, here, run, phase);
    }
    t.true(hit);
    await buildAgain(t, here);
  });
}

killTest('killed while the artifact is tested', async (t) => {
  const here = await victim(t, 'small');
  const run = startCli(BUILD, here);
  await run.event(inTest);
  t.true(await kill(t, here, run, 'test'));
  await buildAgain(t, here);
});

killTest('killed while it publishes', async (t) => {
  const here = await victim(t, 'small');
  const run = startCli(BUILD, here);
  await withLock(inHost(here.cwd, 'artifacts/.publish.lock'), async () => {
    await here.attend(run);
    await run.event(
      ({ type, reason }) => type === 'build.waiting' && reason?.includes('.publish.') === true,
    );
    run.kill('SIGKILL');
    t.is((await run.finished).exitCode, 137);
  });
  t.deepEqual(await filesBelow(inHost(here.cwd, 'checksums')), []);
  await ended(t, here);
  // The artifact is in the store already: the next run has only to publish it.
  const next = await runCli(BUILD, here);
  t.like(next.events().at(-1), { type: 'build.finished', reused: true });
  t.is(await published(here), await expected(t, here.size));
  await onlyWhatIsMeantToBe(t, here);
});

for (const [signal, phase] of [
  ['SIGINT', 'configure'],
  ['SIGTERM', 'make'],
] as const) {
  killTest(
    `${signal} ends the sandbox, removes the work directory and publishes nothing`,
    async (t) => {
      const here = await victim(t, 'small');
      const run = startCli([...BUILD, `--jobs=${WAITING[phase]}`], here);
      await run.event(atWork);
      await interrupt(t, here, run, signal);
    },
  );
}

killTest('SIGTERM while it fetches ends the download and leaves no build', async (t) => {
  const body = await readFile((await victim(t, 'small')).source.path);
  const { origin } = await serve(t, stalled(body, 100));
  const here = await victim(t, 'small', `${origin}/tiny-1.0.tar.gz`);
  const run = startCli(BUILD, here);
  t.true(await comesTrue(() => hasLanded(here.cache)));
  await interrupt(t, here, run, 'SIGTERM');
});

for (const phase of ['unpack', 'pack']) {
  killTest(`SIGINT in the phase ${phase} leaves no build`, async (t) => {
    const here = await victim(t, 'large');
    const run = startCli(BUILD, here);
    await run.event((event) => event.type === 'phase.started' && event.phase === phase);
    await interrupt(t, here, run, 'SIGINT');
  });
}

killTest('SIGTERM ends a process that waits for another one, which goes on', async (t) => {
  const here = await victim(t, 'small');
  const first = startCli(BUILD, here);
  const { build = '' } = await first.event(inTest);
  const second = startCli(BUILD, here);
  await second.event(({ type }) => type === 'build.waiting');
  second.kill('SIGTERM');
  t.is((await second.finished).exitCode, 130);
  t.deepEqual(await namesIn(inHost(here.cache, 'work')), [build]);
  await here.attend(first);
  t.is((await first.finished).exitCode, 0);
  await onlyWhatIsMeantToBe(t, here);
});

async function interrupt(
  t: ExecutionContext,
  here: Victim,
  run: Running,
  signal: NodeJS.Signals,
): Promise<void> {
  run.kill(signal);
  const { exitCode, stderr } = await run.finished;
  t.is(exitCode, 130);
  t.regex(stderr, new RegExp(`^error INTERRUPTED Interrupted by ${signal}\\.$`, 'm'));
  await ended(t, here);
  for (const empty of ['work', 'locks']) t.deepEqual(await namesIn(inHost(here.cache, empty)), []);
  t.deepEqual(await filesBelow(inHost(here.cwd, 'artifacts')), []);
  t.deepEqual(await filesBelow(inHost(here.cwd, 'checksums')), []);
}

killTest('whoever stops reading the output stops the build', async (t) => {
  const here = await workspace(t);
  const through = ['bash', '-c', 'set -o pipefail; "$@" | head --lines=1', 'bash'];
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12'], { ...here, through });
  t.is(run.stdout, 'tiny-1.0-debian12-x64 Stack: debian12 (asked for by name)\n');
  t.is(run.exitCode, 130, run.stderr);
  t.notRegex(run.stderr, /EPIPE/);
  await ended(t, here);
  for (const empty of ['work', 'locks']) t.deepEqual(await namesIn(inHost(here.cache, empty)), []);
});

function killTest(title: string, body: (t: ExecutionContext) => Promise<void>): void {
  test(title, (t) => slots(() => body(t)));
}
