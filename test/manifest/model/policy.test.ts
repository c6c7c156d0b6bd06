import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import nodePath from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { loadPolicies } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';

/** A manifest's path with a binary-builder.yml beside it; without a text there is none. */
async function manifestBeside(t: ExecutionContext, text: string | undefined) {
  const folder = await mkdtemp(nodePath.join(os.tmpdir(), 'policy-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const policies = hostPath(folder, 'binary-builder.yml');
  if (text !== undefined) await writeFile(policies, text);
  return { manifest: hostPath(folder, 'manifest.yml'), policies };
}

test('every key of binary-builder.yml is read', async (t) => {
  const { manifest } = await manifestBeside(
    t,
    `manifest:
  uri: https://binaries.example.org/{name}/{stack}/{file}
  digest: both
  retired-stacks: [cflinuxfs2, cflinuxfs3]
  architectures: [x64, s390x]
  dependencies:
    python: { line: major, keep: 2, all: false, keep-latest-released: true, pin: [2.7.18, 3.10] }
    go: { line: any, all: true }
    node: {}
`,
  );
  t.deepEqual(await loadPolicies(manifest), {
    uri: 'https://binaries.example.org/{name}/{stack}/{file}',
    digest: 'both',
    retiredStacks: ['cflinuxfs2', 'cflinuxfs3'],
    architectures: ['x64', 's390x'],
    dependencies: {
      python: {
        line: 'major',
        keep: 2,
        all: false,
        keepLatestReleased: true,
        pin: ['2.7.18', '3.10'],
      },
      go: { line: 'any', all: true, keepLatestReleased: undefined },
      node: { keepLatestReleased: undefined },
    },
  });
});

test('without the file, or with nothing in it, there are no policies', async (t) => {
  for (const text of [
    undefined,
    '',
    '# none yet\n',
    '---\n',
    '{}\n',
    'manifest: {}\n',
    'manifest:\n  # none yet\n',
    'manifest:\n  dependencies:\n  retired-stacks: []\n',
  ]) {
    const { manifest } = await manifestBeside(t, text);
    const { uri, digest, retiredStacks, dependencies } = await loadPolicies(manifest);
    t.deepEqual([uri, digest, retiredStacks, dependencies], [undefined, undefined, [], {}], text);
  }
});

const wrong = [
  ['manifests: {}', "1:1: unknown key 'manifests': did you mean 'manifest'?"],
  [
    'manifest:\n  retired_stacks: [a]',
    "2:3: manifest: unknown key 'retired_stacks': did you mean 'retired-stacks'?",
  ],
  [
    'manifest:\n  dependencies:\n    go:\n      keeep: 1',
    "4:7: manifest.dependencies.go: unknown key 'keeep': did you mean 'keep'?",
  ],
  [
    'manifest:\n  dependencies:\n    go: {sorting: up}',
    "3:10: manifest.dependencies.go: unknown key 'sorting' (known here: line, keep, all, keep-latest-released, pin, recipe)",
  ],
  [
    'manifest:\n  dependencies:\n    go: {keep: 0}',
    '3:16: manifest.dependencies.go.keep: Too small: expected number to be >=1',
  ],
  [
    'manifest:\n  digest: sha1',
    '2:11: manifest.digest: Invalid option: expected one of "md5"|"sha256"|"both"',
  ],
  [
    'manifest:\n  retired-stacks: cflinuxfs2',
    '2:19: manifest.retired-stacks: expected array, received string',
  ],
] as const;

for (const [text, problem] of wrong) {
  test(`${JSON.stringify(text)} in binary-builder.yml is refused where it is`, async (t) => {
    const { manifest, policies } = await manifestBeside(t, `${text}\n`);
    const error = await t.throwsAsync(loadPolicies(manifest), { code: 'MANIFEST_INVALID' });
    t.is(error.message, `${policies}:${problem}`);
    t.like(error, { hint: 'See `manifest:` in the documentation of binary-builder.yml.' });
  });
}

test('all that is wrong with it is told, and broken YAML where it is broken', async (t) => {
  const several = await manifestBeside(t, 'manifest:\n  digest: x\n  uri: [a]\n');
  const error = await t.throwsAsync(loadPolicies(several.manifest), { code: 'MANIFEST_INVALID' });
  t.like(error, {
    excerpt: [`${several.policies}:3:8: manifest.uri: expected string, received array`],
  });
  const broken = await manifestBeside(t, 'manifest:\n  uri: "x\n');
  await t.throwsAsync(loadPolicies(broken.manifest), {
    code: 'MANIFEST_INVALID',
    message: /^\S+binary-builder\.yml:\d+:\d+: Missing closing "quote/,
  });
});
