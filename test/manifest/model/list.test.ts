import test from 'ava';
import { archOfUri, listManifest, readManifest } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';

const read = (text: string) => readManifest(hostPath('/manifest.yml'), text);

test('a manifest of 2016 is listed entry by entry, as it is written', (t) => {
  const manifest = read(`---
language: python
default_versions:
  - name: python
    version: 3.5.2
dependencies:
  - name: libffi
    version: "3.1"
    cf_stacks:
      - cflinuxfs2
    uri: https://binaries.example.org/libffi.tar.gz
    md5: 83028a299b8ac323bda8a56c5c70d4cd
  - name: python
    version: 3.5.2
    cf_stacks: [cflinuxfs2, cflinuxfs3]
    uri: file:///srv/python-3.5.2-linux-s390x.tgz
    md5: 0da1a5ed7786ac12dcbaf0d499d8a049
`);
  t.deepEqual(listManifest(manifest), [
    {
      name: 'libffi',
      version: '3.1',
      stacks: ['cflinuxfs2'],
      arch: undefined,
      md5: '83028a299b8ac323bda8a56c5c70d4cd',
      sha256: undefined,
      deprecation: undefined,
      isDefault: false,
    },
    {
      name: 'python',
      version: '3.5.2',
      stacks: ['cflinuxfs2', 'cflinuxfs3'],
      arch: 's390x',
      md5: '0da1a5ed7786ac12dcbaf0d499d8a049',
      sha256: undefined,
      deprecation: undefined,
      isDefault: true,
    },
  ]);
});

test('a default of a line means the newest version of it, in every stack', (t) => {
  const manifest = read(`
default_versions: [{ name: python, version: 3.10.x }]
dependencies:
${['3.10.9', '3.10.12', '3.1.5', '3.11.2', '3.10.12']
  .map((version) => `- { name: python, version: ${version}, uri: 'x' }`)
  .join('\n')}
`);
  t.deepEqual(
    listManifest(manifest).map(({ isDefault }) => isDefault),
    [false, true, false, false, true],
  );
});

test('deprecation dates are those of the line, or of what a regular expression matches', (t) => {
  const manifest = read(`
dependency_deprecation_dates:
- { name: python, version_line: 3.9.x, date: 2025-10-05 }
- { name: nginx, version_line: mainline, date: 2026-01-01, match: '1\\.27\\.\\d+' }
dependencies:
- { name: python, version: 3.9.18 }
- { name: python, version: 3.10.2 }
- { name: nginx, version: 1.27.4 }
- { name: nginx, version: 11.27.4 }
`);
  t.deepEqual(
    listManifest(manifest).map(({ deprecation }) => deprecation),
    ['2025-10-05', undefined, '2026-01-01', undefined],
  );
});

test('a regular expression that is none, or that could run away, matches nothing', (t) => {
  const manifest = read(`
dependency_deprecation_dates:
- { name: nginx, version_line: mainline, date: 2026-01-01, match: '(' }
- { name: nginx, version_line: mainline, date: 2026-01-01, match: '(1+)+x' }
dependencies:
- { name: nginx, version: ${'1'.repeat(40)} }
`);
  t.is(listManifest(manifest)[0]?.deprecation, undefined);
});

test('entries of a packaged buildpack are for its stack', (t) => {
  const manifest = read('stack: cflinuxfs4\ndependencies:\n- name: pip\n  version: 24.0\n');
  t.deepEqual(listManifest(manifest)[0]?.stacks, ['cflinuxfs4']);
});

test('stacks that end with an architecture tell it where the file name does not', (t) => {
  const manifest = read(
    `dependencies:
- { name: a, version: '1', cf_stacks: [fs3-s390x], uri: 'https://e.org/a.tgz' }
- { name: a, version: '1', cf_stacks: [fs3-s390x], uri: 'https://e.org/a-linux-x64.tgz' }
- { name: a, version: '1', cf_stacks: [fs3, fs3-s390x], uri: 'https://e.org/a.tgz' }
- { name: a, version: '1', cf_stacks: [s390x], uri: 'https://e.org/a.tgz' }
- { name: a, version: '1', cf_stacks: [], uri: 'https://e.org/a.tgz' }
`,
  );
  t.deepEqual(
    listManifest(manifest).map(({ arch }) => arch),
    ['s390x', 'x64', undefined, undefined, undefined],
  );
});

test('what an entry lacks is undefined, and an empty manifest has no rows', (t) => {
  t.like(listManifest(read('dependencies:\n- name: pip\n'))[0], {
    name: 'pip',
    version: undefined,
    stacks: [],
    isDefault: false,
  });
  t.deepEqual(listManifest(read('')), []);
});

for (const [uri, arch] of [
  ['https://example.org/python-3.5.2-linux-x64.tgz', 'x64'],
  ['https://example.org/python_3.5.2_linux_arm64_cflinuxfs4_0a1b2c3d.tgz', 'arm64'],
  ['https://example.org/a/jdk-17_linux-x86_64.tar.gz?from=arm64', 'x64'],
  ['https://example.org/a-1.0-linux-x64.tgz', 'x64'],
  ['https://example.org/a-1.0-linux-amd64.tgz', 'x64'],
  ['https://example.org/a-1.0-linux-x86_64.tgz', 'x64'],
  ['https://example.org/a-1.0-Linux-x86-64.tgz', 'x64'],
  ['https://example.org/a-1.0-linux-arm64.tgz', 'arm64'],
  ['https://example.org/a-1.0-linux-aarch64.tgz', 'arm64'],
  ['https://example.org/a-1.0-linux-ppc64le.tgz', 'ppc64le'],
  ['https://example.org/a-1.0-linux-ppc64el.tgz', 'ppc64le'],
  ['https://example.org/a-1.0-linux-powerpc64le.tgz', 'ppc64le'],
  ['https://example.org/a-1.0-linux-ppc64.tgz', undefined],
  ['https://example.org/a_1.0_linux_s390x_cflinuxfs4_0a1b2c3d.tgz', 's390x'],
  ['https://example.org/a_1.0_linux_noarch_any-stack_0a1b2c3d.tgz', undefined],
  ['https://example.org/gcc-s390x-linux-gnu_12.2.0_arm64.deb', 'arm64'],
  ['https://example.org/a_1.0_linux_x64_cflinuxfs4-s390x.tgz', 'x64'],
  ['file:///srv/libffi-3.4.4-linux-ppc64el.tgz', 'ppc64le'],
  ['https://example.org/x64/pip-24.0.tgz', undefined],
  ['https://example.org/linux64.tgz', undefined],
] as const) {
  test(`${uri} is for ${arch ?? 'nobody knows what'}`, (t) => {
    t.is(archOfUri(uri), arch);
  });
}
