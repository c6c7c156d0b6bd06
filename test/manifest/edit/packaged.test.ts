import test from 'ava';
import { BuilderError } from '../../../src/error.js';
import { packagedManifest } from '../../../src/manifest/edit/index.js';
import { readManifest, type ManifestEntry } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';

interface Wanted {
  stack?: string;
  keeps?: (entry: ManifestEntry) => boolean;
  leftOut?: string[];
  fileOf?: (entry: ManifestEntry) => string | undefined;
}

function packaged(text: string, { stack, keeps, leftOut = [], fileOf }: Wanted = {}): string {
  const manifest = readManifest(hostPath('/bp/manifest.yml'), text);
  const kept =
    keeps ??
    (({ stacks }: ManifestEntry) =>
      stack === undefined || (stacks?.value ?? []).some(({ value }) => value === stack));
  return packagedManifest(manifest, {
    keeps: new Set(manifest.entries.filter(kept)),
    leftOut: new Set(leftOut),
    ...(stack !== undefined && { stack }),
    ...(fileOf && { fileOf }),
  });
}

const fileOf = ({ uri }: ManifestEntry) => `dependencies/x/${uri?.value.split('/').at(-1) ?? ''}`;

const TODAY = `---
language: python # the one
default_versions:
- name: python
  version: 3.11.x
# why libffi is here
- name: libffi
  version: "3.4"

dependencies:
# speaks C
- name: libffi
  version: "3.4"
  uri: https://example.org/libffi.tgz # here
  sha256: aaaa
  cf_stacks:
  - cflinuxfs3
  - cflinuxfs4

- name: python
  version: 3.11.1
  uri: https://example.org/python-fs3.tgz
  cf_stacks:
  - cflinuxfs3
- cf_stacks: [cflinuxfs4]
  name: python
  version: 3.11.2
  uri: https://example.org/python-fs4.tgz
include_files:
- bin
`;

test('with nothing to change, every byte stays', (t) => {
  t.is(packaged(TODAY), TODAY);
  const odd = '\uFEFF' + TODAY.replaceAll('\n', '\r\n').trimEnd();
  t.is(packaged(odd), odd);
});

test('for one stack: it is named, entries lose theirs, entries of others go, comments stay', (t) => {
  t.is(
    packaged(TODAY, { stack: 'cflinuxfs4' }),
    `---
language: python # the one
stack: cflinuxfs4
default_versions:
- name: python
  version: 3.11.x
# why libffi is here
- name: libffi
  version: "3.4"

dependencies:
# speaks C
- name: libffi
  version: "3.4"
  uri: https://example.org/libffi.tgz # here
  sha256: aaaa

- name: python
  version: 3.11.2
  uri: https://example.org/python-fs4.tgz
include_files:
- bin
`,
  );
});

test('a file is told behind the uri, in the indentation of the entry', (t) => {
  const text = packaged(TODAY, { stack: 'cflinuxfs4', fileOf });
  t.true(
    text.includes(
      '  uri: https://example.org/libffi.tgz # here\n  file: dependencies/x/libffi.tgz\n  sha256: aaaa\n\n',
    ),
    text,
  );
  t.true(
    text.includes(
      '  uri: https://example.org/python-fs4.tgz\n  file: dependencies/x/python-fs4.tgz\ninclude',
    ),
    text,
  );
});

test('what is left out goes with its defaults and their comments', (t) => {
  const text = packaged(TODAY, {
    keeps: ({ name }) => name?.value !== 'libffi',
    leftOut: ['libffi'],
  });
  t.false(text.includes('libffi'), text);
  t.true(
    text.startsWith('---\nlanguage: python # the one\ndefault_versions:\n- name: python\n'),
    text,
  );
  t.true(text.includes('dependencies:\n- name: python\n  version: 3.11.1\n'), text);
});

test('a list of which nothing stays is an empty list', (t) => {
  const text =
    'language: x\ndefault_versions:\n- name: a\n  version: 1\ndependencies:\n- name: a\n  version: 1\n';
  t.is(
    packaged(text, { keeps: () => false, leftOut: ['a'] }),
    'language: x\ndefault_versions: []\ndependencies: []\n',
  );
});

test('line ends, a byte order mark and a missing last line end stay', (t) => {
  const text =
    '\uFEFFlanguage: x\r\ndependencies:\r\n  - name: a\r\n    cf_stacks: [s]\r\n    uri: https://e.org/a.tgz';
  t.is(
    packaged(text, { stack: 's', fileOf }),
    '\uFEFFlanguage: x\r\nstack: s\r\ndependencies:\r\n  - name: a\r\n    uri: https://e.org/a.tgz\r\n' +
      '    file: dependencies/x/a.tgz',
  );
});

test('JSON stays JSON', (t) => {
  const text =
    '{"language": "x", "default_versions": [{"name": "b", "version": "1"}], "dependencies": [' +
    '{"cf_stacks": ["s"], "name": "a", "uri": "https://e.org/a.tgz"}, ' +
    '{"name": "b", "uri": "https://e.org/b.tgz", "cf_stacks": ["s", "t"]}, ' +
    '{"name": "c", "uri": "https://e.org/c.tgz", "cf_stacks": ["t"]}]}';
  t.deepEqual(JSON.parse(packaged(text, { stack: 's', fileOf, leftOut: ['b'] })), {
    language: 'x',
    stack: 's',
    default_versions: [],
    dependencies: [
      { name: 'a', uri: 'https://e.org/a.tgz', file: 'dependencies/x/a.tgz' },
      { name: 'b', uri: 'https://e.org/b.tgz', file: 'dependencies/x/b.tgz' },
    ],
  });
});

test('entries in brackets lose their stacks and get a file', (t) => {
  const text =
    'language: x\ndependencies:\n- {name: a, cf_stacks: [s], uri: https://e.org/a.tgz}\n- {cf_stacks: [t], name: b}\n';
  t.is(
    packaged(text, { stack: 's', fileOf }),
    'language: x\nstack: s\ndependencies:\n- {name: a, uri: https://e.org/a.tgz, file: dependencies/x/a.tgz}\n',
  );
});

test('a stack or file that YAML reads as something else is quoted, as its neighbour is', (t) => {
  const text =
    "language: 'x'\ndependencies:\n- name: a\n  cf_stacks: ['1']\n  uri: 'https://e.org/a.tgz'\n";
  t.is(
    packaged(text, { stack: '1', fileOf: () => 'dependencies/x/it: is' }),
    "language: 'x'\nstack: '1'\ndependencies:\n- name: a\n  uri: 'https://e.org/a.tgz'\n  file: 'dependencies/x/it: is'\n",
  );
});

test('stacks that all entries share by an alias go with their anchor', (t) => {
  const text =
    'language: x\ndependencies:\n- name: a\n  cf_stacks: &all\n  - s\n  - t\n  uri: u\n- name: b\n  cf_stacks: *all\n  uri: v\n';
  t.is(
    packaged(text, { stack: 's' }),
    'language: x\nstack: s\ndependencies:\n- name: a\n  uri: u\n- name: b\n  uri: v\n',
  );
});

test('what others repeat by an alias is not changed unseen', (t) => {
  const merged =
    'base: &base\n  cf_stacks: [s]\nlanguage: x\ndependencies:\n- <<: *base\n  name: a\n  version: 1.2.3\n';
  const error = t.throws(() => packaged(merged, { stack: 's' }), { instanceOf: BuilderError });
  t.is(error.code, 'MANIFEST_INVALID');
  t.is(
    error.message,
    "/bp/manifest.yml:5:3: a 1.2.3 can't be changed: its 'cf_stacks' is written in line 2, and others may have it from there too",
  );
  t.is(
    error.hint,
    "Write the entry out with a 'cf_stacks' of its own, without '<<' or '*', and try again.",
  );
  const named =
    'language: x\ndependencies:\n- &a\n  name: a\n  cf_stacks: [s]\n- <<: *a\n  name: b\n  cf_stacks: [t]\n';
  t.throws(() => packaged(named, { stack: 't' }), {
    code: 'MANIFEST_INVALID',
    message: "/bp/manifest.yml:3:3: '&a' can't be changed: line 6 repeats it with '*a'",
  });
});

test('credentials go from uris, sources, comments, anchors and everything else', (t) => {
  const text = `language: x
mirror: &m "https:\\/\\/me:secret@e.org/m.tgz"
# was https://old:secret@e.org/old.tgz, and me@example.org keeps it
notes: |
  from https://a:secret@e.org/x
  or me@example.org
dependencies:
- name: a
  uri: https://me:secret@e.org/a.tgz # or ftp://you:secret@e.org, or https://e.org/x?token=secret.
  source: 'https://secret@e.org/a.src?x=1&sig=secret#y'
- {name: b, uri: "https://me:sec,ret]@e.org/b.tgz", source: 'https:me:secret@e.org/b'}
- name: c
  uri: *m
- name: d
  uri: https://me:secret@e.org/d.tgz
`;
  t.is(
    packaged(text, { keeps: ({ name }) => name?.value !== 'd' }),
    `language: x
mirror: &m "https://e.org/m.tgz"
# was https://e.org/old.tgz, and me@example.org keeps it
notes: |
  from https://e.org/x
  or me@example.org
dependencies:
- name: a
  uri: https://e.org/a.tgz # or ftp://e.org, or https://e.org/x.
  source: 'https://e.org/a.src?x=1#y'
- {name: b, uri: "https://e.org/b.tgz", source: 'https://e.org/b'}
- name: c
  uri: *m
`,
  );
});

test('a list in brackets is not taken for an address with credentials', (t) => {
  const text =
    'language: x\nlinks: ["https://a.org","me@b.org"]\nother: [https://a.org,me@b.org]\n';
  t.true(packaged(text).includes('["https://a.org","me@b.org"]'));
});
