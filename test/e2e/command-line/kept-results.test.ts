import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost } from '../../../src/path.js';
import { runCli, startCli, type Finished } from '../cli.js';
import {
  archive,
  failsWith,
  FILE,
  filesBelow,
  namesIn,
  workspace,
  writeRecipe,
  type Workspace,
} from './fixture.js';

/** Leaves something where compiler results are kept, as a hostile build would. */
const LEAVE = 'cd "${CCACHE_DIR-.}"; mkdir -p f/0; echo poison > f/0/marker';

/** Tells what an earlier build left there. */
const LOOK = 'echo "found: $(cd "${CCACHE_DIR-.}"; find . -name marker)."';

/** Looks, then leaves. */
const BOTH = { make: { run: `${LOOK}\n${LEAVE}` } };

const HELLO_C = '#include <stdio.h>\nint main(void) { puts("hello, world"); }\n';

const RECORD = 'checksums/debian12/tiny-1.0-linux-x64.yml';

const FOUND = 'found: ./f/0/marker.';
const NOTHING = 'found: .';

const HOW = ['--stack=debian12', '--runner=bubblewrap', '--json'];

function build(where: Workspace, request: string, ...more: string[]): Promise<Finished> {
  return runCli(['build', request, ...HOW, ...more], where);
}

/** What the build found; it has to have looked. */
function found(t: ExecutionContext, finished: Finished): string | undefined {
  t.is(finished.exitCode, 0, finished.stderr);
  return lineOf(finished, 'found: ');
}

function lineOf(finished: Finished, start: string): string | undefined {
  const lines = finished.events().flatMap(({ line }) => line ?? []);
  return lines.find((line) => line.startsWith(start));
}

test('a build finds what the last good build of the same recipe, source and folder left', async (t) => {
  const where = await workspace(t, { build: BOTH });
  t.is(found(t, await build(where, 'tiny@1.0')), NOTHING);
  t.is(found(t, await build(where, 'tiny@1.0', '--force')), FOUND);
});

test('no other recipe finds it', async (t) => {
  const where = await workspace(t, { build: BOTH });
  await writeRecipe(where, { build: BOTH }, 'other');
  t.is(found(t, await build(where, 'tiny@1.0')), NOTHING);
  t.is(found(t, await build(where, 'other@1.0')), NOTHING);
});

test('no other version of the recipe finds it, nor the same version of another source', async (t) => {
  const where = await workspace(t, { build: BOTH });
  t.is(found(t, await build(where, 'tiny@1.0')), NOTHING);

  for (const version of ['1.1', '1.0']) {
    const hello = `#!/bin/sh\necho hello from ${version}\n`;
    const { url, sha256 } = await archive(where.folder, { 'hello.sh': hello }, `other-${version}`);
    await writeRecipe(where, { build: BOTH, url, versions: { [version]: { sha256 } } });
    t.is(found(t, await build(where, `tiny@${version}`, '--force')), NOTHING, version);
  }
});

test('no recipe of the same name from another folder finds it', async (t) => {
  const where = await workspace(t, { build: BOTH });
  await mkdir(inHost(where.folder, 'elsewhere'));
  await rename(inHost(where.cwd, 'recipes'), inHost(where.folder, 'elsewhere/recipes'));
  const elsewhere = `--recipes-dir=${inHost(where.folder, 'elsewhere/recipes')}`;
  t.is(found(t, await build(where, 'tiny@1.0', elsewhere)), NOTHING);

  await mkdir(inHost(where.cwd, 'recipes'));
  await writeRecipe(where, { build: BOTH });
  t.is(found(t, await build(where, 'tiny@1.0', '--force')), NOTHING);
});

test('no build finds what one left that failed its audit, its test or a step', async (t) => {
  const where = await workspace(t);
  const good = { install: { run: 'mkdir -p "$TREE/bin"; install hello.sh "$TREE/bin/hello"' } };
  const faults = [
    {
      build: { ...BOTH, install: { run: `${good.install.run}; ln -s nowhere "$TREE/bin/broken"` } },
      error: { exitCode: 5, code: 'AUDIT_FAILED' },
    },
    {
      build: { ...BOTH, ...good },
      tests: [{ name: 'never', run: 'false' }],
      error: { exitCode: 5, code: 'TEST_FAILED' },
    },
    {
      build: { ...BOTH, install: { run: 'false' } },
      error: { exitCode: 4, code: 'STEP_FAILED' },
    },
  ];
  for (const { error, ...tiny } of faults) {
    await writeRecipe(where, tiny);
    failsWith(t, await build(where, 'tiny@1.0', '--force'), error);
    await writeRecipe(where, { build: { ...good, make: { run: LOOK } } });
    t.is(found(t, await build(where, 'tiny@1.0', '--force')), NOTHING, error.code);
  }
});

test('no build finds what an interrupted one left', async (t) => {
  const where = await workspace(t, {
    build: { make: { run: `${LEAVE}\necho left\nsleep 1000` } },
  });
  const run = startCli(['build', 'tiny@1.0', ...HOW, '--verbose'], where);
  await run.event(({ line }) => line === 'left');
  run.kill('SIGINT');
  t.is((await run.finished).exitCode, 130);

  await writeRecipe(where, { build: BOTH });
  t.is(found(t, await build(where, 'tiny@1.0')), NOTHING);
});

test('a build without kept results finds none, leaves none, and takes no artifact that was made with some', async (t) => {
  const where = await workspace(t, {
    build: { make: { run: 'echo "ccache: ${CCACHE_DIR-none}."' } },
  });
  const without = await build(where, 'tiny@1.0', '--no-ccache');
  t.is(lineOf(without, 'ccache: '), 'ccache: none.');
  t.deepEqual(await namesIn(inHost(where.cache, 'ccache')), []);

  await writeRecipe(where, { build: BOTH });
  const reused = async (...more: string[]) => {
    const events = (await build(where, 'tiny@1.0', ...more)).events();
    return events.find(({ type }) => type === 'build.finished')?.reused;
  };
  t.false(await reused('--force'));
  t.true(await reused('--no-ccache'), 'nothing was kept when it was built');
  t.false(await reused('--force'));
  t.true(await reused());
  t.false(await reused('--no-ccache'));
  t.true(await reused('--no-ccache'));
});

test('what went into an artifact is told, by what happened and not by what was asked', async (t) => {
  const where = await workspace(t, { build: BOTH });
  const show = async () => {
    const { stdout } = await runCli(['artifacts', 'show', FILE], where);
    return /\d jobs?, (.*)$/m.exec(stdout)?.[1];
  };
  const verify = async () => {
    const { stdout } = await runCli(['verify', FILE, '--runner=bubblewrap'], where);
    return stdout.split('\n').find((line) => line.startsWith('provenance'));
  };
  await build(where, 'tiny@1.0');
  t.is(await show(), 'no compiler results of earlier builds');
  t.regex((await verify()) ?? '', /passed +nothing that earlier builds compiled went into it/);
  const record = await readFile(inHost(where.cwd, RECORD), 'utf8');

  await build(where, 'tiny@1.0', '--force');
  t.is(await show(), 'compiler results of earlier builds');
  t.regex((await verify()) ?? '', /warned +compiler results of earlier builds went into it/);
  t.is(
    await readFile(inHost(where.cwd, RECORD), 'utf8'),
    record,
    'the record is that of any machine',
  );

  await build(where, 'tiny@1.0', '--force', '--no-ccache');
  t.is(await show(), 'no compiler results of earlier builds');
});

test('a compiled file is found again by the next build of its kind, and by no other recipe', async (t) => {
  const where = await workspace(t);
  const source = await archive(where.folder, { 'hello.c': HELLO_C }, 'compiled-1.0');
  const compiled = {
    versions: { '1.0': { sha256: source.sha256 } },
    url: source.url,
    build: {
      make: { run: 'gcc -O2 -c hello.c && gcc -o hello hello.o; ccache --print-stats' },
      install: { run: 'mkdir -p "$TREE/bin"; install -m 755 hello "$TREE/bin/hello"' },
    },
  };
  await writeRecipe(where, compiled);
  await writeRecipe(where, compiled, 'other');
  const hits = async (request: string, ...more: string[]) =>
    lineOf(await build(where, request, ...more), 'direct_cache_hit')?.split('\t')[1];

  t.is(await hits('tiny@1.0'), '0');
  t.is(await hits('tiny@1.0', '--force'), '1');
  t.is(await hits('tiny@1.0', '--force'), '2');
  t.is(await hits('other@1.0'), '0');
});

test('a link in the place of the build’s copy leads nowhere: the build fails, nothing of the machine is kept', async (t) => {
  const where = await workspace(t);
  const secret = inHost(where.folder, 'secret');
  await mkdir(inHost(secret, 'a'), { recursive: true });
  await writeFile(inHost(secret, 'a/key'), 'of the machine');
  const run = `cd ..; rm -r ccache; ln -s ${secret} ccache`;
  await writeRecipe(where, { build: { make: { run } } });
  failsWith(t, await build(where, 'tiny@1.0'), { exitCode: 4, code: 'STEP_FAILED' });
  t.deepEqual(await filesBelow(inHost(where.cache, 'ccache')), []);
  t.deepEqual(await namesIn(inHost(where.cache, 'artifacts')), []);
});
