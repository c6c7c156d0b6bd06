import test from 'ava';
import { selectFiles } from '../../../src/buildpack/package/select.js';
import { readManifest } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';
import type { Entry } from '../../../src/tree/index.js';

const PATHS = [
  'README.md',
  'bin/',
  'bin/compile',
  'bin/steps/',
  'bin/steps/a[1].sh',
  'bin/steps/tests/',
  'bin/steps/tests/x',
  'cf.Gemfile',
  'lib/',
  'lib/README.md',
  'manifest.yml',
  'tests/',
  'tests/x',
];

function entryOf(path: string): Entry {
  if (path.endsWith('/')) return { kind: 'directory', path: path.slice(0, -1) };
  const [accessed, modified] = [new Date(0), new Date(0)];
  return { kind: 'file', path, mode: 0o644, size: 1, accessed, modified, inode: path };
}

function selected(yaml: string): string[] {
  const manifest = readManifest(hostPath('/bp/manifest.yml'), `language: x\n${yaml}`);
  return selectFiles(PATHS.map(entryOf), manifest, 'x').map(({ path }) => path);
}

const CASES: [string, string, string[]][] = [
  [
    'a file and a folder',
    'include_files: [README.md, bin/steps/]',
    ['README.md', 'bin/steps/a[1].sh', 'bin/steps/tests/x', 'manifest.yml'],
  ],
  ['a path that begins with ./', 'include_files: [./bin/compile]', ['bin/compile', 'manifest.yml']],
  [
    'a glob of names anywhere',
    "include_files: ['*.md']",
    ['README.md', 'lib/README.md', 'manifest.yml'],
  ],
  [
    'a glob of a path',
    "include_files: ['bin/*']",
    ['bin/compile', 'bin/steps/a[1].sh', 'bin/steps/tests/x', 'manifest.yml'],
  ],
  [
    'a name with signs of a glob',
    "include_files: ['bin/steps/a[1].sh']",
    ['bin/steps/a[1].sh', 'manifest.yml'],
  ],
  [
    'the folder itself without some',
    'include_files: [.]\nexclude_files: [tests/, bin, /README.md]',
    ['cf.Gemfile', 'lib/README.md', 'manifest.yml'],
  ],
  ['an empty list', 'include_files: []', ['manifest.yml']],
  [
    'an empty key',
    'include_files:\nexclude_files: [bin, lib, tests]',
    ['README.md', 'cf.Gemfile', 'manifest.yml'],
  ],
  [
    'excludes in another case',
    'include_files: [cf.Gemfile]\nexclude_files: [CF.gemfile, manifest.yml]',
    ['cf.Gemfile', 'manifest.yml'],
  ],
  [
    'all but one of those excluded',
    "exclude_files: ['*.md', '!lib/README.md', bin, tests]",
    ['cf.Gemfile', 'lib/README.md', 'manifest.yml'],
  ],
];

for (const [what, yaml, expected] of CASES) {
  test(`${what} chooses ${expected.length} files`, (t) => {
    t.deepEqual(selected(yaml), expected);
  });
}
