import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { z } from 'zod';
import { inHost, type HostPath } from '../../../src/path.js';
import { runCli, type Finished } from '../cli.js';
import { filesBelow, workspace, writeRecipe, type Tiny, type Workspace } from './fixture.js';

const FILE = 'tiny-1.0-linux-x64';

/** A workspace in which `tiny` was built. */
async function built(t: ExecutionContext, tiny: Tiny = {}) {
  const here = await workspace(t, tiny);
  const { exitCode, stderr } = await say(here, 'build', 'tiny@1.0', '--stack=debian12');
  t.is(exitCode, 0, stderr);
  return {
    ...here,
    artifact: inHost(here.cwd, 'artifacts', 'debian12', `${FILE}.tgz`),
    record: inHost(here.cwd, 'checksums', 'debian12', `${FILE}.yml`),
  };
}

function say(here: Workspace, ...words: string[]): Promise<Finished> {
  return runCli([...words, '--json'], here);
}

/** The code of the error that a run ended with. */
function codeOf(run: Finished): string | undefined {
  return run.events().at(-1)?.error?.code;
}

const verdictSchema = z.object({
  good: z.boolean(),
  proofs: z.array(z.object({ what: z.string(), outcome: z.string(), lines: z.array(z.string()) })),
});

function verdictOf(run: Finished) {
  return verdictSchema.parse(run.json().at(-1));
}

async function changeByte(file: HostPath, at: number): Promise<void> {
  const handle = await open(file, 'r+');
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
  await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, at);
  await handle.close();
}

test('verify says of a good artifact that it is good, in a table and for a pull request', async (t) => {
  const here = await built(t);
  const { exitCode, stdout } = await runCli(['verify', 'tiny', '--markdown', 'verdict.md'], here);
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /^digests +passed/m);
  t.regex(stdout, /^record +passed/m);
  t.regex(stdout, /^contents +passed/m);
  t.regex(stdout, /^audit +(passed|warned)/m);
  t.regex(stdout, /^test +passed +says hello$/m);
  t.true(stdout.includes('✔ It is what it says it is, and it works.'));
  const markdown = await readFile(inHost(here.cwd, 'verdict.md'), 'utf8');
  t.true(markdown.startsWith('### ✅ tiny 1.0 for debian12 (x64)\n'));
  t.true(markdown.includes('| test | passed | says hello |'));
});

test('nothing is left of looking at an artifact', async (t) => {
  const here = await built(t);
  const before = await filesBelow(inHost(here.cache, 'work'));
  for (const verb of ['verify', 'test', 'audit']) t.is((await say(here, verb, 'tiny')).exitCode, 0);
  t.is((await say(here, 'rebuild', 'tiny')).exitCode, 0);
  t.deepEqual(await filesBelow(inHost(here.cache, 'work')), before);
});

test('one byte that was changed after packing is found, and the file is looked at no further', async (t) => {
  const here = await built(t);
  await changeByte(here.artifact, 40);
  const verified = await say(here, 'verify', here.artifact);
  t.is(verified.exitCode, 5);
  const { good, proofs } = verdictOf(verified);
  t.false(good);
  const [digests] = proofs;
  t.is(digests?.outcome, 'failed');
  t.regex(digests?.lines[0] ?? '', /^sha256: recorded [0-9a-f]{64}, found [0-9a-f]{64}$/);
  t.is(proofs.find(({ what }) => what === 'audit')?.outcome, 'not looked at');
  for (const verb of ['test', 'audit', 'rebuild']) {
    const run = await say(here, verb, here.artifact);
    t.is(run.exitCode, 5);
    t.is(codeOf(run), 'ARTIFACT_CHANGED');
  }
});

test('a file without a record is nobody’s, unless somebody says what it is', async (t) => {
  const here = await built(t);
  const stray = inHost(here.folder, 'stray.tgz');
  await rename(here.artifact, stray);
  await rm(inHost(here.cwd, 'checksums'), { recursive: true });
  for (const verb of ['verify', 'test', 'rebuild', 'audit']) {
    const run = await say(here, verb, stray);
    t.is(run.exitCode, 2, run.stdout);
    t.is(codeOf(run), 'NO_RECORD');
  }
  const audited = await say(here, 'audit', stray, '--prefix=/app/x', '--stack=debian12');
  t.is(audited.exitCode, 0, audited.stderr);
});

test('what is no archive, or half of one, is refused in a sentence', async (t) => {
  const here = await built(t);
  const whole = await readFile(here.artifact);
  for (const [name, bytes] of [
    ['text.tgz', Buffer.from('<html>not found</html>')],
    ['half.tgz', whole.subarray(0, whole.length / 2)],
    ['empty.tgz', Buffer.alloc(0)],
  ] as const) {
    const file = inHost(here.folder, name);
    await writeFile(file, bytes);
    const run = await say(here, 'audit', file, '--prefix=/app/x', '--stack=debian12');
    t.is(run.exitCode, 5, name);
    t.is(codeOf(run), 'ARTIFACT_DAMAGED', name);
  }
  const run = await say(here, 'audit', here.artifact, '--prefix=/app/x', '--max-members=1');
  t.is(codeOf(run), 'ARTIFACT_TOO_LARGE');
  t.true(run.events().at(-1)?.error?.hint?.includes('--max-members'));
});

test('a record that says something else than its plan is not believed', async (t) => {
  const here = await built(t);
  const text = await readFile(here.record, 'utf8');
  await writeFile(here.record, text.replace('prefix: /app/.heroku/vendor', 'prefix: /app/else'));
  const run = await say(here, 'verify', 'tiny');
  t.is(run.exitCode, 5);
  const record = verdictOf(run).proofs.find(({ what }) => what === 'record');
  t.deepEqual(record?.lines, ['prefix: expected /app/.heroku/vendor, recorded /app/else']);
});

test('a build that is not the same twice is told with every file, and how it differs', async (t) => {
  const here = await built(t, {
    build: {
      install: {
        run: 'mkdir -p "$TREE/bin"; install -m 755 hello.sh "$TREE/bin/hello"; date +%s.%N > "$TREE/stamp"',
      },
    },
  });
  const run = await say(here, 'rebuild', 'tiny');
  t.is(run.exitCode, 5);
  const error = run.events().at(-1)?.error;
  t.is(error?.code, 'NOT_REPRODUCIBLE');
  const told = error?.excerpt.join('\n') ?? '';
  t.true(told.includes('stamp'), told);
  t.regex(told, /^ *-\d+\.\d+$/m);
  t.regex(told, /^ *\+\d+\.\d+$/m);
  t.false(told.includes('bin/hello'), told);
});

test('an artifact moves to another prefix with its texts, and a program that remembers the old one does not', async (t) => {
  const here = await built(t, {
    build: {
      install: {
        run: 'mkdir -p "$TREE/bin"; install -m 755 hello.sh "$TREE/bin/hello"; echo "home=$PREFIX" > "$TREE/settings"; printf "\\0%s/data" "$PREFIX" > "$TREE/binary"',
      },
    },
  });
  const refused = await say(here, 'relocate', 'tiny', '--prefix=/home/vcap/deps/0/tiny');
  t.is(refused.exitCode, 5);
  const error = refused.events().at(-1)?.error;
  t.is(error?.code, 'NOT_RELOCATABLE');
  t.is(error?.excerpt.length, 1);
  t.regex(
    error?.excerpt[0] ?? '',
    /^binary has the old prefix \/app\/\.heroku\/vendor at byte 1: /,
  );
  t.false((await filesBelow(inHost(here.cwd, 'artifacts'))).some((name) => name.includes('-at-')));

  const words = ['relocate', 'tiny', '--prefix=/home/vcap/deps/0/tiny', '--allow', 'binary'];
  const allowed = await say(here, ...words);
  t.is(allowed.exitCode, 0, allowed.stderr);
  t.true(
    allowed
      .events()
      .some(({ type, message }) => type === 'warning' && message?.startsWith('binary')),
  );
  const moved = inHost(here.cwd, 'artifacts/debian12', `${FILE}-at-home-vcap-deps-0-tiny.tgz`);
  const verified = await say(here, 'verify', moved);
  t.is(verified.exitCode, 0, verified.stdout);
});

test('a prefix that is none, or inside the old one, is refused', async (t) => {
  const here = await built(t);
  for (const prefix of ['relative/path', '/with space', '/app/../etc', '/app/.heroku/vendor/x']) {
    const run = await say(here, 'relocate', 'tiny', `--prefix=${prefix}`);
    t.is(run.exitCode, 2, prefix);
    t.is(codeOf(run), 'USAGE', prefix);
  }
});

test('an artifact that fails its audit or its test is not published, and stays for a look', async (t) => {
  const here = await workspace(t, {
    build: {
      install: { run: 'mkdir -p "$TREE"; ln -s nowhere "$TREE/link"; echo x > "$TREE/file"' },
    },
    tests: [],
  });
  const audited = await say(here, 'build', 'tiny@1.0', '--stack=debian12');
  t.is(audited.exitCode, 5);
  const error = audited.events().findLast(({ type }) => type === 'command.failed')?.error;
  t.is(error?.code, 'AUDIT_FAILED');
  t.true(error?.excerpt[0]?.startsWith('symlink-dangling: link: '), error?.excerpt.join('\n'));
  t.true(error?.hint?.includes('binary-builder audit --explain symlink-dangling'));
  t.deepEqual(await filesBelow(inHost(here.cwd, 'artifacts')), []);
});

test('a check that a recipe switches off for a reason is shown with it, and others still look', async (t) => {
  const here = await built(t, {
    build: {
      install: { run: 'mkdir -p "$TREE"; ln -s nowhere "$TREE/link"; echo x > "$TREE/file"' },
    },
    audit: { skip: [{ check: 'symlink-dangling', reason: 'the platform makes its target' }] },
    tests: [],
  });
  const { exitCode, stdout } = await runCli(['audit', 'tiny'], here);
  t.is(exitCode, 0, stdout);
  t.true(
    stdout.includes('skipped  symlink-dangling (1 finding): the platform makes its target'),
    stdout,
  );
});

test('a new version is compared with the last one of its line: what came, what went, and how much larger it is', async (t) => {
  const here = await workspace(t);
  const { sha256 } = here.source;
  const script = `mkdir -p "$TREE"
    if [ "$BB_VERSION" = 1.0 ]; then echo old > "$TREE/old"; else seq 5000 > "$TREE/numbers"; fi
    echo "$BB_VERSION" > "$TREE/tiny-$BB_VERSION"`;
  await writeRecipe(here, {
    versions: { '1.0': { sha256 }, '1.0.1': { sha256 } },
    build: { install: { run: script } },
    tests: [],
  });
  const first = await say(here, 'build', 'tiny@1.0', '--stack=debian12');
  const warnings = (run: Finished) =>
    run.events().flatMap(({ type, message }) => (type === 'warning' ? [message ?? ''] : []));
  t.deepEqual(
    warnings(first).map((message) => message.split(':')[0]),
    ['no-test'],
  );
  const second = warnings(await say(here, 'build', 'tiny@1.0.1', '--stack=debian12')).join('\n');
  t.regex(second, /^files-changed: .*numbers/m);
  t.regex(second, /^files-changed: .*old/m);
  t.notRegex(second, /tiny-1/);
  t.regex(second, /^size-jump: /m);
});

test('a check that there is not can’t be switched off', async (t) => {
  const here = await workspace(t, {
    audit: { skip: [{ check: 'symlink-dangleing', reason: 'the platform makes its target' }] },
  });
  const run = await say(here, 'build', 'tiny@1.0', '--stack=debian12');
  t.is(run.exitCode, 2);
  const error = run.events().findLast(({ type }) => type === 'command.failed')?.error;
  t.is(error?.code, 'RECIPE_INVALID');
  t.true(error?.hint?.includes("Did you mean 'symlink-dangling'?"));
});

test('a folder is audited by what is said of it', async (t) => {
  const here = await workspace(t);
  const folder = inHost(here.folder, 'tree');
  await mkdir(folder);
  await appendFile(inHost(folder, 'note'), 'built in /binary-builder/source\n');
  const unsaid = await say(here, 'audit', folder, '--stack=debian12');
  t.is(unsaid.exitCode, 2);
  const run = await runCli(['audit', folder, '--prefix=/app/x', '--stack=debian12'], here);
  t.is(run.exitCode, 5, run.stderr);
  t.regex(run.stdout, /^error +prefix-leak: note: has the build path/m);
});

test('a folder that is closed to others is audited as an open one is', async (t) => {
  const here = await workspace(t);
  const [plain, closed] = [inHost(here.folder, 'open'), inHost(here.folder, 'closed')];
  await mkdir(inHost(plain, 'bin'), { recursive: true });
  await copyFile('/bin/true', inHost(plain, 'bin/true'));
  await execa('cp', ['-a', plain, closed]);
  await chmod(inHost(closed, 'bin/true'), 0o700);
  await chmod(closed, 0o700);
  const told = async (folder: string) => {
    const run = await runCli(['audit', folder, '--prefix=/app/x', '--stack=debian12'], here);
    return [run.exitCode, run.stdout.replaceAll(folder, 'FOLDER')];
  };
  t.deepEqual(await told(closed), await told(plain));
});

test('every check is explained', async (t) => {
  const here = await workspace(t);
  const { stdout } = await runCli(['audit', '--explain'], here);
  for (const id of ['prefix-leak', 'glibc-max', 'files-changed']) t.true(stdout.includes(id));
  const one = await runCli(['audit', '--explain', 'glibc-max'], here);
  t.is(one.exitCode, 0);
  t.true(one.stdout.includes('What to do:'));
  const none = await runCli(['audit', '--explain', 'glibc'], here);
  t.is(none.exitCode, 2);
});
