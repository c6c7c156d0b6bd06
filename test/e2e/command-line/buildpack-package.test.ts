import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { inHost, type HostPath } from '../../../src/path.js';
import { runCli, startCli, temporaryFolder, type Surroundings } from '../cli.js';
import { serve } from '../../source/server.js';
import { failsWith } from './fixture.js';

interface Here extends Surroundings {
  cwd: HostPath;
  folder: HostPath;
  uri: string;
  sha256: string;
}

const CONTENT = 'the bytes of tiny';
const digestOf = (algorithm: string, content: string | Buffer) =>
  createHash(algorithm).update(content).digest('hex');

/** A folder with a small buildpack, whose one dependency lies beside it. */
async function buildpack(t: ExecutionContext, rest = '', uri?: string): Promise<Here> {
  const folder = await temporaryFolder(t);
  const cwd = inHost(folder, 'tiny-buildpack');
  await mkdir(inHost(cwd, 'bin'), { recursive: true });
  const file = inHost(folder, 'tiny-1.0.0.tgz');
  await writeFile(file, CONTENT);
  const here = {
    cwd,
    folder,
    cache: inHost(folder, 'cache'),
    uri: uri ?? pathToFileURL(file).href,
    sha256: digestOf('sha256', CONTENT),
  };
  await writeFile(inHost(cwd, 'VERSION'), '1.8.2\n');
  await writeFile(inHost(cwd, 'bin/compile'), '#!/bin/sh\n', { mode: 0o755 });
  await writeFile(
    inHost(cwd, 'manifest.yml'),
    `language: tiny
default_versions:
- name: tiny
  version: 1.0.x
dependencies:
- name: tiny
  version: 1.0.0
  uri: ${here.uri}
  sha256: ${here.sha256}
  cf_stacks: [debian12]
include_files: [bin, VERSION]
${rest}`,
  );
  return here;
}

const PACKAGE = ['buildpack', 'package', '.', '--output-dir', '../zips'];

test('buildpack package --severity switches a check off, and says why', async (t) => {
  const here = await buildpack(t, 'exclude_fiels: []\n');
  const words = [...PACKAGE, '--uncached', '--any-stack'];
  failsWith(t, await runCli(words, here), { exitCode: 2, code: 'MANIFEST_INVALID' });
  const off = await runCli([...words, '--severity', 'misspelt-key=off: ours'], here);
  t.is(off.exitCode, 0, off.stderr);
  t.regex(off.stdout + off.stderr, /the check misspelt-key is switched off, 1 finding: ours/);
});

test('buildpack package --cached: says the path, size, digests and how much is in it', async (t) => {
  const here = await buildpack(t);
  const { exitCode, stdout, stderr } = await runCli(
    [...PACKAGE, '--cached', '--stack', 'debian12'],
    here,
  );
  t.is(exitCode, 0, stderr);
  const path = inHost(here.folder, 'zips/tiny_buildpack-cached-debian12-v1.8.2.zip');
  const bytes = await readFile(path);
  const lines = stdout.trimEnd().split('\n');
  t.is(
    lines[0],
    `source ${here.cache}/sources/sha256-${here.sha256}/tiny-1.0.0.tgz (17 B, downloaded, verified)`,
  );
  t.deepEqual(lines.slice(1), [
    '✔ tiny 1.8.2 packaged, cached, for debian12',
    `  path    ${path}`,
    `  size    ${bytes.length} B`,
    `  md5     ${digestOf('md5', bytes)}`,
    `  sha256  ${digestOf('sha256', bytes)}`,
    '  files   4 files, 1 dependency among them',
  ]);
});

test('buildpack package gives the same bytes under another umask, time zone and language', async (t) => {
  const here = await buildpack(t);
  const args = [...PACKAGE, '--cached', '--any-stack', '--json'];
  const first = await runCli(args, here);
  t.is(first.exitCode, 0, first.stderr);
  const path = inHost(here.folder, 'zips/tiny_buildpack-cached-v1.8.2.zip');
  const bytes = await readFile(path);
  t.like(first.events().at(-1), {
    type: 'buildpack.packaged',
    path,
    size: bytes.length,
    md5: digestOf('md5', bytes),
    sha256: digestOf('sha256', bytes),
    language: 'tiny',
    version: '1.8.2',
    cached: true,
    layout: 'current',
    files: 4,
    dependencies: 1,
  });
  await rm(path);
  const through = ['sh', '-c', 'umask 077; exec "$@"', 'sh'];
  const env = { TZ: 'Pacific/Auckland', LANG: 'C', LC_ALL: 'C' };
  const again = await runCli(args, { ...here, through, env });
  t.is(again.exitCode, 0, again.stderr);
  t.true((await readFile(path)).equals(bytes));
});

test('buildpack package wants to know whether cached, and for which stack', async (t) => {
  const here = await buildpack(t);
  const said = async (...flags: string[]) =>
    failsWith(t, await runCli([...PACKAGE, ...flags], here), { exitCode: 2, code: 'USAGE' });
  t.is(
    await said('--stack', 'debian12'),
    'error USAGE Shall the dependencies be in the package, or be downloaded when it is used?\n' +
      '  → --cached puts them in, for machines without internet access; --uncached leaves them out.\n',
  );
  t.regex(
    await said('--cached', '--uncached', '--any-stack'),
    /takes --cached or --uncached, not both/,
  );
  t.is(
    await said('--cached'),
    'error USAGE Which stack is the package for?\n' +
      '  → --stack NAME packages for one, --any-stack for every stack that the manifest has: debian12.\n',
  );
  t.regex(
    await said('--cached', '--any-stack', '--stack', 'x'),
    /takes --stack or --any-stack, not both/,
  );
  t.regex(
    await said('--cached', '--any-stack', '--layout', 'odd'),
    /--layout takes classic or current, not 'odd'/,
  );
  t.regex(await said('--cached', '--any-stack', '--run'), /'buildpack package' takes no --run\./);
  const bare = await runCli(['buildpack', 'package'], here);
  t.regex(bare.stderr, /^error USAGE Which buildpack shall 'buildpack package' look at\?/);
  t.deepEqual(await readdir(here.folder), ['tiny-1.0.0.tgz', 'tiny-buildpack']);
});

test('a pre_package that fails: its output as it comes, its end in the error, exit code 4', async (t) => {
  const here = await buildpack(t, 'pre_package: echo compiling; exit 3\n');
  const run = await runCli([...PACKAGE, '--uncached', '--any-stack'], here);
  const said = failsWith(t, run, { exitCode: 4, code: 'STEP_FAILED' });
  t.regex(said, /^── pre_package\npre_package │ compiling\n── pre_package ended with 3\n/);
  t.regex(said, /pre_package failed with exit code 3; no zip was written\.\n {2}│ compiling\n/);
});

test('Ctrl-C while pre_package runs ends it, and leaves no zip', async (t) => {
  const here = await buildpack(t, 'pre_package: echo $$; exec sleep 600\n');
  const run = startCli([...PACKAGE, '--uncached', '--any-stack', '--json'], here);
  const { line } = await run.event(({ type }) => type === 'script.line');
  run.kill('SIGINT');
  t.is((await run.finished).exitCode, 130);
  const state = await readFile(`/proc/${line ?? ''}/stat`, 'utf8').catch(() => 'gone');
  t.regex(state, /^(?:gone|\d+ \(\w+\) [ZX] )/);
  t.deepEqual(await readdir(here.folder), ['tiny-1.0.0.tgz', 'tiny-buildpack']);
});

test('credentials of a uri are in no output of package, list and summary', async (t) => {
  const { origin } = await serve(t, (request, response) => {
    const right = request.headers.authorization === `Basic ${btoa('me:hunter2')}`;
    if (right) response.end(CONTENT);
    else response.writeHead(401).end();
  });
  const here = await buildpack(t, '', `${origin.replace('//', '//me:hunter2@')}/tiny-1.0.0.tgz`);
  const zip = '../zips/tiny_buildpack-cached-v1.8.2.zip';
  for (const args of [
    [...PACKAGE, '--cached', '--any-stack'],
    [...PACKAGE, '--cached', '--any-stack', '--json', '--verbose'],
    ['buildpack', 'list', '.'],
    ['buildpack', 'list', zip, '--json'],
    ['buildpack', 'summary', zip],
  ]) {
    const { exitCode, stdout, stderr } = await runCli(args, here);
    t.is(exitCode, 0, stderr);
    t.false(`${stdout}${stderr}`.includes('hunter2'));
  }
});

test('buildpack list and summary: tables, Markdown and JSON', async (t) => {
  const here = await buildpack(t);
  await runCli([...PACKAGE, '--cached', '--any-stack'], here);
  const zip = '../zips/tiny_buildpack-cached-v1.8.2.zip';
  const digest = `sha256 ${here.sha256.slice(0, 12)}`;
  const said = async (...args: string[]) => (await runCli(['buildpack', ...args], here)).stdout;
  const listed = (await said('list', zip)).split('\n').map((line) => line.split(/ {2,}/));
  t.deepEqual(listed, [
    ['name', 'version', 'stacks', 'default', 'digest', 'uri', 'in the zip'],
    ['tiny', '1.0.0', 'debian12', 'default', digest, here.uri, '17 B'],
    [''],
  ]);
  const escaped = here.uri.replaceAll('_', '\\_');
  t.is(
    await said('list', '.', '--markdown'),
    `| name | version | stacks | default | digest | uri |\n|---|---|---|---|---|---|\n` +
      `| tiny | 1.0.0 | debian12 | default | ${digest} | ${escaped} |\n`,
  );
  t.is(
    await said('summary', zip),
    'Packaged binaries:\n\nname  version  stacks\ntiny  1.0.0    debian12\n\n' +
      'Default binary versions:\n\nname  version\ntiny  1.0.x\n',
  );
  t.is(
    await said('summary', '.', '--markdown'),
    'Packaged binaries:\n\n| name | version | stacks |\n|---|---|---|\n| tiny | 1.0.0 | debian12 |\n\n' +
      'Default binary versions:\n\n| name | version |\n|---|---|\n| tiny | 1.0.x |\n',
  );
  t.like(JSON.parse(await said('list', zip, '--json')), { zip: true });
  t.like(JSON.parse(await said('summary', '.', '--json')), { language: 'tiny' });
});
