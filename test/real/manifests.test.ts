import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { compiled } from '../compiled.js';

const [node, program] = compiled(hostPath(import.meta.dirname, 'manifests.ts'));

const manifestOf = (version: string, digest: string, stack = 'cflinuxfs4') => `language: tiny
default_versions: []
dependencies:
- name: tiny
  version: ${version}
  uri: https://b.example.org/tiny-1.0.1-linux-x64.tgz
  sha256: '${digest}'
  cf_stacks: [${stack}]
include_files: [README.md]
`;

async function temporary(t: ExecutionContext): Promise<HostPath> {
  const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'real-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const run = (...words: string[]) => execa(node, [program, ...words], { reject: false });

test('prints what was found in checkouts, their tags and single files, by check', async (t) => {
  const folder = await temporary(t);
  const checkout = inHost(folder, 'tiny-buildpack');
  await mkdir(inHost(checkout, 'bin'), { recursive: true });
  const manifest = inHost(checkout, 'manifest.yml');
  const git = (...words: string[]) =>
    execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], {
      cwd: checkout,
    });
  await git('init', '--quiet');
  for (const [tag, text] of [
    ['v1.0.0', manifestOf('1.0.1', 'abc')],
    ['v1.0.1', manifestOf('1.0.1', 'abc')],
    ['v1.1.0', manifestOf('1.0.1', '1'.repeat(64), 'elsewhere')],
    ['v2.0.0', manifestOf('1.0.2', '1'.repeat(64))],
  ] as const) {
    await writeFile(manifest, text);
    await git('add', 'manifest.yml');
    await git('commit', '--quiet', '--allow-empty', '--message', tag);
    await git('tag', tag);
  }
  await writeFile(inHost(folder, 'broken.yml'), 'language: [\n');
  await writeFile(inHost(folder, 'alone.yml'), manifestOf('1.0.1', '1'.repeat(64)));
  await mkdir(inHost(folder, 'no-buildpack'));

  const { stdout, stderr, exitCode } = await run(folder, '--tags');
  t.is(exitCode, 0, stderr);
  const [broken] = stdout.split('\n').slice(1, 2);
  t.true(broken?.startsWith(`broken.yml: ${folder}/broken.yml:`), broken);
  t.is(
    stdout.replace(`${broken ?? ''}\n`, ''),
    `alone.yml: 1 entry, 0 errors, 0 warnings
tiny-buildpack: 1 entry, 1 error, 1 warning
  error version-mismatch: 1
    6:8 tiny 1.0.2: its uri is of version 1.0.1
  warning files-unmatched: 1
    9:17 include_files: nothing in the buildpack's folder matches 'README.md'
tiny-buildpack@v1.0.0: 1 entry, 1 error, 0 warnings
  error digest-malformed: 1
    7:11 tiny 1.0.1: sha256 is not a sha256 digest: it has 3 characters, and takes 64 hex digits
tiny-buildpack@v1.1.0: 1 entry, 0 errors, 1 warning
  warning stack-unknown: 1
    8:15 tiny 1.0.1: no stack that is known is called 'elsewhere'

total: 5 manifests, 2 without an error, 2 errors, 2 warnings
  error digest-malformed: 1 in 1 manifest
  error version-mismatch: 1 in 1 manifest
  warning files-unmatched: 1 in 1 manifest
  warning stack-unknown: 1 in 1 manifest`,
  );
});

test('without a folder it says how it is used', async (t) => {
  for (const words of [[], ['/no/such/folder'], ['.', '.']]) {
    const { exitCode, stderr } = await run(...words);
    t.is(exitCode, 2);
    t.is(stderr, 'Usage: npm run test:real -- FOLDER [--tags]');
  }
});
