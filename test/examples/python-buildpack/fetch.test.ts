import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { execa } from 'execa';
import { inHost, type HostPath } from '../../../src/path.js';
import { failure, scene, writeFiles } from './scripts.js';

// What is unpacked doesn't matter here: these bytes are no archive, and that comes after the digest.
const BYTES = 'not quite a python\n';
const digest = (algorithm: string, text = BYTES) =>
  createHash(algorithm).update(text).digest('hex');
const REACHED_TAR = / ! {5}python 3\.11\.2 can't be unpacked into /;

/** A manifest whose one python has these keys. */
function manifest(...keys: readonly string[]): string {
  const lines = ['language: python', 'dependencies:', '- name: python', '  version: 3.11.2'];
  return [...lines, ...keys.map((key) => `  ${key}`), '  cf_stacks:', '  - debian12', ''].join(
    '\n',
  );
}

const uri = 'https://binaries.example.org/a/python.tgz?x=1&y=2';
const sha256 = `sha256: ${digest('sha256')}`;

test("today's packaged form: the file that the entry names", async (t) => {
  const file = 'dependencies/0123/python.tgz';
  const { buildpack, compile } = await scene(t, {
    manifest: manifest(`uri: ${uri}`, `file: ${file}`, sha256),
  });
  await writeFiles(buildpack, { [file]: BYTES });
  const { stdout, stderr } = await compile();
  t.is(
    stdout,
    "-----> Using python 3.11.2 (the buildpack's default)\n-----> Installing python 3.11.2",
  );
  t.regex(stderr, REACHED_TAR);
});

test('the classic packaged form: the file that is named after the uri', async (t) => {
  const name = 'https___binaries.example.org_a_python.tgz_x=1_y=2';
  const { buildpack, compile } = await scene(t, {
    manifest: manifest(`uri: ${uri}`, `md5: ${digest('md5').toUpperCase()}`),
  });
  await writeFiles(buildpack, { [`dependencies/${name}`]: BYTES });
  const { stdout, stderr } = await compile();
  t.false(stdout.includes('Downloading'));
  t.regex(stderr, REACHED_TAR);
});

test('not packaged: a file: uri, blanks in it and all', async (t) => {
  const { folder } = await scene(t);
  await writeFiles(folder, { 'some where/100%/python.tgz': BYTES });
  const { href } = pathToFileURL(inHost(folder, 'some where/100%/python.tgz'));
  const { compile } = await scene(t, { manifest: manifest(`uri: ${href}`, sha256) });
  const { stdout, stderr } = await compile();
  t.true(stdout.endsWith(`\n       Downloading ${href}`));
  t.regex(stderr, REACHED_TAR);
});

test('not packaged: an http uri, without showing its credentials', async (t) => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    if (request.url === '/python.tgz') response.end(BYTES);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const at = (path: string) => `http://me:secret@127.0.0.1:${port}/${path}`;

  const { compile } = await scene(t, { manifest: manifest(`uri: ${at('python.tgz')}`, sha256) });
  const had = await compile();
  t.true(had.stdout.endsWith(`\n       Downloading http://127.0.0.1:${port}/python.tgz`));
  t.regex(had.stderr, REACHED_TAR);
  t.is(asked[0], `Basic ${Buffer.from('me:secret').toString('base64')}`);

  const other = await scene(t, { manifest: manifest(`uri: ${at('none.tgz')}`, sha256) });
  const missed = await other.compile();
  t.is(missed.exitCode, 1);
  t.true(
    missed.stderr.endsWith(
      failure(
        `http://127.0.0.1:${port}/none.tgz can't be had.`,
        'Without a network, package the buildpack with --cached.',
      ),
    ),
  );
  t.false(`${missed.stdout}${missed.stderr}`.includes('secret'));
});

test('a file with another digest ends the staging before anything is installed', async (t) => {
  const file = 'dependencies/0123/python.tgz';
  for (const algorithm of ['sha256', 'md5']) {
    const { buildpack, application, cache, folder, compile } = await scene(t, {
      manifest: manifest(
        'uri: https://me:secret@binaries.example.org/python.tgz',
        `file: ${file}`,
        `${algorithm}: ${digest(algorithm, 'the right one')}`,
      ),
    });
    await writeFiles(buildpack, { [file]: BYTES });
    const { exitCode, stderr } = await compile();
    t.is(exitCode, 1);
    t.is(
      stderr,
      failure(
        "python 3.11.2 isn't the file that manifest.yml means, and is not installed.",
        `${algorithm} in manifest.yml: ${digest(algorithm, 'the right one')}`,
        `${algorithm} of the file:     ${digest(algorithm)}`,
        'from: https://binaries.example.org/python.tgz',
        'Package the buildpack again, or correct its manifest.yml if the file is right.',
      ),
    );
    t.deepEqual(await readdir(application), []);
    t.deepEqual(await readdir(cache), []);
    t.deepEqual((await readdir(folder)).sort(), ['application', 'buildpack', 'cache']);
  }
});

test('an entry without a digest is not installed', async (t) => {
  const { buildpack, compile } = await scene(t, { manifest: manifest('file: python.tgz') });
  await writeFiles(buildpack, { 'python.tgz': BYTES });
  t.is(
    (await compile()).stderr,
    failure(
      'python 3.11.2: manifest.yml has no digest, so nobody knows whether its file is right.',
    ),
  );
});

test('a file that the packaged buildpack lacks is told', async (t) => {
  const { compile } = await scene(t, { manifest: manifest('file: dependencies/x.tgz', sha256) });
  t.is(
    (await compile()).stderr,
    failure('python 3.11.2: the buildpack has no file dependencies/x.tgz.', 'Package it again.'),
  );
});

test('a file: uri of nothing, a uri of another kind and no uri are told', async (t) => {
  const said = async (...keys: string[]) => {
    const { compile } = await scene(t, { manifest: manifest(...keys, sha256) });
    return (await compile()).stderr;
  };
  t.true(
    (await said('uri: file:///nowhere/python.tgz')).endsWith(
      failure(
        "file:///nowhere/python.tgz can't be had.",
        'Without a network, package the buildpack with --cached.',
      ),
    ),
  );
  t.is(
    await said('uri: ftp://example.org/x'),
    failure("ftp://example.org/x can't be downloaded: its uri is none of https, http and file."),
  );
  t.is(await said(), failure('python 3.11.2: manifest.yml has no uri.'));
});

test('a stack with neither curl nor wget is told to package with --cached', async (t) => {
  const { folder, compile } = await scene(t, { manifest: manifest(`uri: ${uri}`, sha256) });
  const { stderr } = await compile({ PATH: await poor(folder) });
  t.is(
    stderr,
    failure(
      `${uri} can't be downloaded: this stack has neither curl nor wget.`,
      'Package the buildpack with --cached.',
    ),
  );
});

/** A PATH with the programs that every stack has. */
async function poor(folder: HostPath): Promise<string> {
  const programs = ['sh', 'awk', 'sed', 'tr', 'dirname', 'mktemp', 'mkdir', 'rm', 'cat'];
  const bin = inHost(folder, 'bin');
  await execa('sh', [
    '-c',
    'mkdir "$1"; for p in $2; do ln -s "$(command -v $p)" "$1/$p"; done',
    'sh',
    bin,
    programs.join(' '),
  ]);
  return bin;
}
