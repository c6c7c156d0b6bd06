import { readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { BUILDPACK, contentsOf, manifestOf, workspace, type File } from './workspace.js';

const buildpack = (
  line: string,
  rest = 'include_files: [bin, VERSION]\n',
): Record<string, File> => ({
  ...BUILDPACK,
  'manifest.yml': manifestOf([], `${rest}pre_package: ${JSON.stringify(line)}\n`),
});

test('pre_package runs in a copy, before the files are chosen; its output is told', async (t) => {
  const here = await workspace(t, {
    ...buildpack('echo compiling; echo oops >&2; scripts/build.sh; ln -s made bin/link'),
    'scripts/build.sh': { program: '#!/bin/sh\ncat VERSION > bin/made; pwd > /dev/null\n' },
    'bin/old': { link: 'compile' },
  });
  const { path } = await here.pack({ version: '9.9' });
  t.like(await contentsOf(path), {
    'bin/made': '9.9\n',
    'bin/link': '-> made',
    'bin/old': '-> compile',
    'bin/compile': 'x #!/bin/sh\n',
    VERSION: '9.9\n',
  });
  t.deepEqual((await readdir(inHost(here.directory, 'bin'))).sort(), ['compile', 'old', 'steps']);
  t.is(await readFile(inHost(here.directory, 'VERSION'), 'utf8'), '1.8.2\n');
  const told = here.events.flatMap((event) =>
    event.type === 'script.line'
      ? [event.line]
      : event.type.startsWith('script')
        ? [event.type]
        : [],
  );
  t.deepEqual(told, ['script.started', 'compiling', 'oops', 'script.finished']);
  const scripts = here.events.filter((event) => 'script' in event);
  t.true(scripts.every(({ buildpack }) => buildpack === here.directory));
});

test('a pre_package that fails: its exit code, its last lines, and nothing left', async (t) => {
  const line = 'pwd; for n in {1..30}; do echo "line $n"; done; (exit 7) | cat; echo never';
  const here = await workspace(t, buildpack(line));
  const error = await here.fails();
  t.is(error.code, 'STEP_FAILED');
  t.is(error.message, 'pre_package failed with exit code 7; no zip was written.');
  t.is(error.excerpt.length, 20);
  t.is(error.excerpt.at(-1), 'line 30');
  t.is(error.hint, `It ran in a copy of the buildpack: bash -euo pipefail -c '${line}'`);
  const copy = here.events.find((event) => event.type === 'script.line')?.line ?? t.fail();
  t.true(copy.startsWith(tmpdir()), copy);
  t.is(await stat(nodePath.dirname(copy)).catch(() => 'gone'), 'gone');
});

test('what pre_package leaves running ends with it', async (t) => {
  const here = await workspace(t, buildpack('sleep 600 & echo $! > bin/pid'));
  const { path } = await here.pack();
  const pid = Number((await contentsOf(path))['bin/pid']);
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone');
  t.regex(state, /^(?:gone|\d+ \(\w+\) [ZX] )/);
});

test('interrupted while pre_package runs: it ends, and there is no zip', async (t) => {
  const here = await workspace(t, buildpack('echo started; sleep 600'));
  const interrupt = new AbortController();
  here.watch((event) => {
    if (event.type === 'script.line') interrupt.abort(new Error('enough'));
  });
  await t.throwsAsync(here.pack({}, interrupt.signal), { message: 'enough' });
  t.deepEqual(await readdir(here.output).catch(() => []), []);
});

test('credentials that pre_package prints are not told', async (t) => {
  const here = await workspace(t, buildpack('echo https://me:hunter2@example.org/x; false'));
  const error = await here.fails();
  t.deepEqual(error.excerpt, ['https://example.org/x']);
  t.false(JSON.stringify([here.events, error.hint]).includes('hunter2'));
});

test('nor is a query field that was named as a secret', async (t) => {
  const here = await workspace(t, buildpack('echo https://example.org/x?Ticket=hunter2; false'));
  const error = await here.fails({ secretQuery: ['ticket'] });
  t.deepEqual(error.excerpt, ['https://example.org/x']);
  t.false(JSON.stringify([here.events, error.hint]).includes('hunter2'));
});

test('a manifest that pre_package changes is packed as it was, and that is told', async (t) => {
  const here = await workspace(t, buildpack('echo "# more" >> manifest.yml'));
  const { path } = await here.pack();
  t.false((await contentsOf(path))['manifest.yml']?.includes('\n# more'));
  t.deepEqual(here.warnings(), [
    'pre_package changed manifest.yml; the zip has it as it was before',
  ]);
});

test('a folder dependencies/ that pre_package makes is refused', async (t) => {
  const here = await workspace(t, buildpack('mkdir dependencies; touch dependencies/a', ''));
  t.is(
    (await here.fails()).message,
    "This buildpack is packaged already: it has a folder 'dependencies'.",
  );
});

test('a pre_package that takes longer than it may ends with all that it started', async (t) => {
  const line = 'sleep 600 & echo $!; sleep 600';
  const here = await workspace(t, buildpack(line));
  const error = await here.fails({ scriptTime: 1 });
  t.is(error.code, 'STEP_FAILED');
  t.is(
    error.message,
    'pre_package exceeded the limit time=1s: it was not done by then, and was ended; no zip was written.',
  );
  t.is(
    error.hint,
    'To raise the limit: --limit time=2s; none switches it off.\n' +
      `It ran in a copy of the buildpack: bash -euo pipefail -c '${line}'`,
  );
  const [pid] = error.excerpt;
  const state = await readFile(`/proc/${pid ?? ''}/stat`, 'utf8').catch(() => 'gone');
  t.regex(state, /^(?:gone|\d+ \(\w+\) [ZX] )/);
  t.deepEqual(await readdir(here.output).catch(() => []), []);
});
