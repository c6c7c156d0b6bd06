import test from 'ava';
import { findingsIn, md5, sha256 } from './findings.js';

const OF_2016 = `---
language: python # the old one
default_versions:
  - name: python
    version: 2.7.12
url_to_dependency_map:
  - match: python-(\\d+\\.\\d+\\.\\d+)
    name: python
    version: $1
  - match: libffi
    name: libffi
    version: "3.1"
  - match: libmemcache
    name: libmemcache
    version: 1.0.18
dependencies:
  - name: libffi
    version: "3.1"
    cf_stacks:
      - cflinuxfs2
    uri: https://example.org/python/binaries/cflinuxfs2/libffi.tar.gz
    md5: ${md5('8302')}
  - name: libmemcache
    version: 1.0.18
    cf_stacks:
      - cflinuxfs2
    uri: https://example.org/python/binaries/cflinuxfs2/libmemcache.tar.gz
    md5: ${md5('1111')}
  - name: python
    version: 2.7.12
    cf_stacks:
      - cflinuxfs2
    uri: https://example.org/python/python-2.7.12-linux-x64.tgz
    md5: ${md5('2712')}
  - name: python
    version: 3.5.2
    cf_stacks:
      - cflinuxfs2
    uri: https://example.org/python/python-3.5.2-linux-x64.tgz
    md5: ${md5('352')}
exclude_files:
  - .git/
  - tests/
`;

test('a sound manifest of 2016 has no findings', async (t) => {
  t.deepEqual(await findingsIn(OF_2016), []);
});

test('a sound manifest is as sound with carriage returns and a byte order mark', async (t) => {
  t.deepEqual(await findingsIn(`\uFEFF${OF_2016.replaceAll('\n', '\r\n')}`), []);
});

const TODAY = `---
language: python
default_versions:
- name: python
  version: 3.13.x
include_files:
- bin/supply
- manifest.yml
pre_package: scripts/build.sh
dependency_deprecation_dates:
- version_line: 3.12.x
  name: python
  date: 2028-10-02
  link: https://example.org/eol
version_lines:
  python: minor
packaging_profiles:
  minimal:
    description: only python
    exclude:
    - poetry
dependencies:
- name: pip
  version: 24.0
  uri: https://example.org/pip/pip_24.0_linux_noarch_any-stack_00112233.tgz
  sha256: ${sha256('00112233')}
  cf_stacks: &stacks
  - cflinuxfs4
  - cflinuxfs3
  source: https://example.org/ab/cd/pip-24.0.tar.gz
  source_sha256: ${sha256('ff')}
  osl: https://example.org/osl
- name: python
  version: 3.12.4
  uri: https://example.org/python/python_3.12.4_linux_x64_cflinuxfs4_3124abcd.tgz
  sha256: ${sha256('3124abcd')}
  cf_stacks:
  - cflinuxfs4
  source: https://example.org/ftp/python/3.12.4/Python-3.12.4.tgz
  source_sha256: ${sha256('ee')}
- name: python
  version: 3.13.0
  uri: https://example.org/python/python_3.13.0_linux_x64_cflinuxfs4_3130abcd.tgz
  sha256: ${sha256('3130abcd')}
  cf_stacks: [cflinuxfs4]
  source: https://example.org/ftp/python/3.13.0/Python-3.13.0.tgz
  source_sha256: ${sha256('dd')}
- name: boost
  version: 1.54.0
  uri: https://example.org/boost_1_54_0.tgz
  sha256: ${sha256('b0')}
  cf_stacks: *stacks
`;

test('a sound manifest of today has no findings but the number that it was given', async (t) => {
  t.deepEqual(await findingsIn(TODAY), [
    '24:12 number-version: version 24.0 is read as a number: quote it, "24.0"',
  ]);
});

test('a packaged manifest for one stack needs no cf_stacks', async (t) => {
  const packaged = `language: python
stack: cflinuxfs4
dependencies:
- name: libffi
  version: "3.1"
  uri: https://example.org/libffi_3.1_linux_x64_cflinuxfs4_aa112233.tgz
  sha256: ${sha256('aa112233')}
  file: dependencies/0123/libffi.tgz
`;
  t.deepEqual(await findingsIn(packaged), []);
  t.deepEqual(await findingsIn(packaged.replace('stack: cflinuxfs4', 'stack: cflinuxfs5')), [
    "2:8 stack-unknown: the manifest: no stack that is known is called 'cflinuxfs5'",
    '6:8 stack-mismatch: libffi 3.1 is for cflinuxfs5, but its uri names cflinuxfs4',
  ]);
});

test('the faults of the live manifest are all found', async (t) => {
  const shared = sha256('0a0b0c0d');
  const live = `---
language: python
default_versions:
- name: python
  version: 3.9.x
dependency_deprecation_dates:
- version_line: 3.9.x
  name: python
  date: 2025-10-31
dependencies:
- name: flit-core
  version: 3.12.0
  uri: https://example.org/flit-core_3.12.0_linux_noarch_any-stack_11223344.tgz
  sha256: ${sha256('11223344')}
  cf_stacks: [cflinuxfs4]
  source: https://files.example.org/packages/aa/bb/flit_core-4.0.2.tar.gz
  source_sha256: ${sha256('40')}
- name: poetry
  version: 1.8.2
  uri: https://example.org/poetry_1.8.2_linux_noarch_any-stack_18200000.tgz
  sha256: ${sha256('182')}
  cf_stacks: [cflinuxfs4]
- name: poetry
  version: 1.8.3
  uri: https://example.org/poetry_1.8.3_linux_noarch_any-stack_18300000.tgz
  sha256: ${sha256('183')}
  cf_stacks: [cflinuxfs4]
- name: miniforge
  version: 24.3.0
  uri: https://example.org/miniforge_24.3.0_linux_x64_any-stack_24300000.sh
  sha256: ${sha256('243')}
  cf_stacks: [cflinuxfs4]
  source: https://example.org/miniforge-24.3.0.tar.gz
  source_sha256: ${sha256('243')}
- name: python
  version: 3.9.2
  uri: https://example.org/python_3.9.2_linux_x64_cflinuxfs3_39200000.tgz
  sha256: ${sha256('392')}
  cf_stacks: [cflinuxfs3]
- name: libmemcache
  version: 1.0.18
  uri: https://example.org/libmemcache-1.0.18-linux-x64.tgz
  sha256: ${shared}
  cf_stacks: [cflinuxfs2]
- name: libmemcache
  version: 1.0.18
  uri: https://example.org/libmemcache-1.0.18-linux-x64.tgz
  sha256: ${shared}
  cf_stacks: [cflinuxfs3]
- name: libmemcache
  version: 1.0.18
  uri: https://example.org/libmemcache-1.0.18-linux-x64.tgz
  sha256: ${shared}
  cf_stacks: [cflinuxfs4]
`;
  const findings = await findingsIn(live, { singleVersions: ['poetry'], records: [] });
  t.deepEqual(
    findings.filter((line) => !line.includes('record-unknown')),
    [
      '5:12 default-deprecated: python 3.9.x (3.9.2), the default, is past its deprecation date 2025-10-31',
      '16:11 version-mismatch: flit-core 3.12.0: its source is of version 4.0.2',
      '24:12 single-version: poetry 1.8.3 is a second version for cflinuxfs4, beside poetry 1.8.2; only one is allowed',
      '34:18 source-digest: miniforge 24.3.0: source_sha256 is the sha256 of miniforge_24.3.0_linux_x64_any-stack_24300000.sh, not of miniforge-24.3.0.tar.gz',
      '36:12 deprecated: python 3.9.2 is past its deprecation date 2025-10-31',
      '48:11 stacks-shared: libmemcache 1.0.18 for cflinuxfs3 has the sha256 of the one for cflinuxfs2 in line 43',
      '53:11 stacks-shared: libmemcache 1.0.18 for cflinuxfs4 has the sha256 of the one for cflinuxfs2 in line 43',
    ],
  );
  t.is(findings.filter((line) => line.includes('record-unknown')).length, 8);
  t.true(findings.includes('14:11 record-unknown: flit-core 3.12.0: no record knows its sha256'));
});
