import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { writeZip } from '../../../src/archive/zip/write.js';
import { readZipText } from '../../../src/archive/zip/read.js';
import { overlayBuildpack } from '../../../src/buildpack/overlay/index.js';
import { overlayDiff } from '../../../src/cli/answer/overlay.js';
import { hostPath, inHost } from '../../../src/path.js';

const EXAMPLE = hostPath(import.meta.dirname, '../../../examples/overlays/python-2016/overlay.yml');
const FIXTURE = hostPath(import.meta.dirname, 'fixtures/python-buildpack');
/** The line that Python 3 stumbles over is the 37th, as in the real one. */
const MEMBER = `import json\n${'\n'.repeat(34)}def main():\n        print get_state()\n`;

test('the overlay of the procedure of 2016 makes its changes, once', async (t) => {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'overlay-test-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const [directory, output] = [inHost(folder, 'buildpack'), inHost(folder, 'result')];
  await cp(FIXTURE, directory, { recursive: true });
  const zip = 'vendor/bpwatch/bpwatch.zip';
  await mkdir(inHost(directory, 'vendor/bpwatch'), { recursive: true });
  await writeZip(inHost(directory, zip), [
    {
      path: '__main__.py',
      kind: 'file',
      mode: 0o644,
      content: { bytes: Buffer.from('import bp_cli\n\nbp_cli.main()\n') },
    },
    { path: 'bp_cli.py', kind: 'file', mode: 0o644, content: { bytes: Buffer.from(MEMBER) } },
  ]);

  const request = { directory, overlay: EXAMPLE, output, force: false };
  const { changes, differences } = await overlayBuildpack(request);
  t.true(changes.every(({ changed }) => changed));
  const changedLines = overlayDiff(differences)
    .split('\n')
    .filter((line) => /^[-+]/.test(line));
  const inManifest = changedLines.indexOf('--- manifest.yml');
  t.deepEqual(changedLines.slice(0, inManifest), [
    '--- bin/compile',
    '+++ bin/compile',
    '-if [ -f $BUILD_DIR/environment.yml ]; then',
    '-  echo "----------------- USING CONDA BUILDPACK -----------------"',
    '-  $BIN_DIR/steps/conda-install $BUILD_DIR $CACHE_DIR',
    '-  exit 0',
    '-fi',
    '+#if [ -f $BUILD_DIR/environment.yml ]; then',
    '+#  echo "----------------- USING CONDA BUILDPACK -----------------"',
    '+#  $BIN_DIR/steps/conda-install $BUILD_DIR $CACHE_DIR',
    '+#  exit 0',
    '+#fi',
    '-sub-env $BIN_DIR/steps/geo-libs',
    '+#sub-env $BIN_DIR/steps/geo-libs',
    '-source $BIN_DIR/steps/gdal',
    '+#source $BIN_DIR/steps/gdal',
    '--- bin/steps/python',
    '+++ bin/steps/python',
    '-    if [[ $exit_code != 0 ]] ; then',
    '-      $ROOT_DIR/compile-extensions/bin/recommend_dependency $url',
    '-      exit 1',
    '-    fi',
    '-    curl "$translated_url" -s | tar zxv -C .heroku/python &> /dev/null',
    '+    tar zxvf $ROOT_DIR/python-3.5.2-linux-s390x.tgz -C .heroku/python > /dev/null',
  ]);
  t.deepEqual(changedLines.slice(-4), [
    '--- vendor/bpwatch/bpwatch.zip!/bp_cli.py',
    '+++ vendor/bpwatch/bpwatch.zip!/bp_cli.py',
    '-        print get_state()',
    '+        print (get_state())',
  ]);
  const manifest = await readFile(inHost(output, 'manifest.yml'), 'utf8');
  t.true(manifest.includes('  - name: python\n    version: 3.5.2\nurl_to_dependency_map:\n'));

  const step = await readFile(inHost(output, 'bin/steps/python'), 'utf8');
  t.true(step.includes('tar zxvf $ROOT_DIR/python-3.5.2-linux-s390x.tgz -C .heroku/python'));
  const run = promisify(execFile);
  await run('bash', ['-n', inHost(output, 'bin/compile')]);
  const member = await readZipText(inHost(output, zip), 'bp_cli.py', { maxBytes: 1000 });
  t.is(member, MEMBER.replace('print get_state()', 'print (get_state())'));

  const python = (text: string) =>
    run('python3', ['-c', 'import sys; compile(sys.argv[1], "bp_cli.py", "exec")', text]).then(
      () => 'compiles',
      (error: unknown) =>
        error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'none' : 'fails',
    );
  const now = await python(member ?? '');
  t.true(now === 'compiles' || now === 'none');
  if (now === 'compiles') t.is(await python(MEMBER), 'fails');

  const again = await overlayBuildpack({ ...request, directory: output, output: undefined });
  t.deepEqual(again.differences, []);
  t.true(again.changes.every(({ changed }) => !changed));
  t.is((await overlayBuildpack(request)).placed, 'same');
});
