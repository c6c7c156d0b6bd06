import test from 'ava';
import {
  type ManifestValue,
  parseManifestPath,
  setManifestValues,
} from '../../../src/manifest/edit/index.js';
import { readManifest } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';

const TEXT = `# of 2016
language: python
default_versions:
- name: python # the only one
  version: 2.7.12
dependencies:
- name: libffi
  version: "3.1"   # quoted
  uri: x
- {name: go, version: '1.1'}
- name: python
  version: 2.7.12
- name: python
  version: 3.5.2
`;

function set(text: string, values: Readonly<Record<string, ManifestValue>>) {
  return setManifestValues(readManifest(hostPath('/m.yml'), text), values);
}

test('texts are set by their paths and every other byte stays', (t) => {
  const { text, set: changes } = set(TEXT, {
    language: 'go',
    'default_versions[name=python].version': '3.10',
    'dependencies[name=libffi].version': '3.2.1',
    'dependencies[name=python,version=3.5.2].version': '3.5.2',
  });
  t.is(
    text,
    TEXT.replace('language: python', 'language: go')
      .replace('  version: 2.7.12', '  version: "3.10"')
      .replace('"3.1"', '"3.2.1"'),
  );
  t.deepEqual(changes, [
    { path: 'language', from: 'python', to: 'go' },
    { path: 'default_versions[name=python].version', from: '2.7.12', to: '3.10' },
    { path: 'dependencies[name=libffi].version', from: '3.1', to: '3.2.1' },
  ]);
});

test('a key that is not there is written below the last one, as the file is written', (t) => {
  const added = (text: string, values: Readonly<Record<string, string>>) => set(text, values).text;
  t.is(
    added(TEXT, { 'dependencies[name=libffi].md5': 'a1', 'dependencies[name=go].uri': 'z' }),
    TEXT.replace('  uri: x\n', '  uri: x\n  md5: a1\n').replace("'1.1'}", "'1.1', uri: z}"),
  );
  t.is(added('a:\r\n  b: 1', { stack: 's', 'a.c': '2' }), 'a:\r\n  b: 1\r\n  c: "2"\r\nstack: s');
});

test('a byte order mark is no column: what comes to the top of the file stands at its edge', (t) => {
  const text = '\uFEFFlanguage: x\nb: 1\n';
  t.is(set(text, { stack: 's' }).text, `${text}stack: s\n`);
});

test('set again, nothing changes', (t) => {
  const values = { 'dependencies[name=libffi].md5': 'a1', language: 'go' };
  const once = set(TEXT, values).text;
  t.deepEqual(set(once, values), { text: once, set: [] });
});

test('a path that leads to nothing, to several or to no text is an error with its line', (t) => {
  const cases: [string, string, string][] = [
    [
      'dependencies[name=libfi].uri',
      "/m.yml:7:1: 'dependencies[name=libfi].uri': dependencies[name=libfi] is not there",
      "Did you mean 'libffi'? 'name' is: libffi, go, python.",
    ],
    [
      'dependencies[name=python].uri',
      "/m.yml:11:3: 'dependencies[name=python].uri': dependencies[name=python] is there 2 times, in the lines 11, 13",
      'Say more of the one that is meant: dependencies[name=python,KEY=VALUE]',
    ],
    [
      'default_version[name=python].version',
      "/m.yml:2:1: 'default_version[name=python].version': there is no 'default_version'",
      "Did you mean 'default_versions'? There is: language, default_versions, dependencies.",
    ],
    [
      'dependencies',
      "/m.yml:7:1: 'dependencies' is a list of maps, and only texts and lists of texts can be set",
      "A list's items are named by what they have, such as dependencies[name=libffi].uri",
    ],
    [
      'dependencies.uri',
      "/m.yml:7:1: 'dependencies.uri': 'dependencies' has no keys",
      'Say which of its items is meant, such as dependencies[name=libffi].uri',
    ],
    [
      'language.name',
      "/m.yml:2:11: 'language.name': 'language' has no keys",
      'Only a map has keys.',
    ],
  ];
  for (const [path, message, hint] of cases) {
    t.like(
      t.throws(() => set(TEXT, { [path]: 'x' }), { code: 'MANIFEST_MISMATCH' }),
      {
        message,
        hint,
      },
    );
  }
});

test('a list of texts is set, in lines or in brackets as it was', (t) => {
  const text = [
    'a:',
    '- n: 1',
    "  in-lines:\r\n  - 'x'\r\n  - y # why\r",
    '  after: 1',
    '  in-brackets: [ x ] # kept',
    '- {n: 2, l: [x]}',
    '',
  ].join('\n');
  const to = ['p', 'q, r'];
  const result = set(text, {
    'a[n=1].in-lines': to,
    'a[n=1].in-brackets': to,
    'a[n=2].l': to,
    'a[n=2].new': ['z'],
    top: ['z'],
  });
  t.is(
    result.text,
    [
      'a:',
      '- n: 1',
      "  in-lines:\r\n  - 'p'\r\n  - 'q, r' # why\r",
      '  after: 1',
      '  in-brackets: [p, "q, r"] # kept',
      '- {n: 2, l: [p, "q, r"], new: [z]}',
      'top:',
      '- z',
      '',
    ].join('\n'),
  );
  t.deepEqual(result.set[0], { path: 'a[n=1].in-lines', from: ['x', 'y'], to });
  t.deepEqual(set(result.text, { 'a[n=1].in-lines': to }), { text: result.text, set: [] });
});

test('a list is set by a list, a text by a text, and what others have too stays', (t) => {
  const text = 'a:\n- n: 1\n  l: &l [x]\n- n: 2\n  l: *l\n- n: 3\n  l: []\n';
  t.like(
    t.throws(() => set(text, { 'a[n=1].l': 'y' }), { code: 'MANIFEST_MISMATCH' }),
    { message: "/m.yml:3:9: 'a[n=1].l' is a list, and no text", hint: 'Set a list: [x]' },
  );
  t.like(
    t.throws(() => set(text, { 'a[n=1].n': ['y'] }), { code: 'MANIFEST_MISMATCH' }),
    { message: "/m.yml:2:6: 'a[n=1].n' is a text, and no list", hint: 'Set a text.' },
  );
  t.throws(() => set(text, { 'a[n=1].l': ['y'] }), { code: 'MANIFEST_INVALID' });
  t.throws(() => set(text, { 'a[n=2].l': ['y'] }), { code: 'MANIFEST_INVALID' });
  t.is(set(text, { 'a[n=3].l': ['z'] }).text, text.replace('[]', '[z]'));
});

test('entries of one name and version are told apart by one of their stacks', (t) => {
  const entry = (...stacks: string[]) =>
    `- name: node\n  version: 24.18.0\n  uri: ${stacks.join('-')}\n  cf_stacks:\n${stacks.map((stack) => `  - ${stack}\n`).join('')}`;
  const text = `dependencies:\n${entry('cflinuxfs3', 'cflinuxfs4')}${entry('cflinuxfs5')}`;
  const path = (stack: string) => `dependencies[name=node,version=24.18.0,cf_stacks=${stack}].uri`;
  t.is(
    set(text, { [path('cflinuxfs4')]: 'x', [path('cflinuxfs5')]: 'z' }).text,
    text.replace('uri: cflinuxfs3-cflinuxfs4', 'uri: x').replace('uri: cflinuxfs5', 'uri: z'),
  );
  t.like(
    t.throws(() => set(text, { 'dependencies[name=node].uri': 'x' })),
    { hint: `Say more of the one that is meant: dependencies[name=node,cf_stacks=cflinuxfs3]` },
  );
  t.like(
    t.throws(() => set(text, { [path('cflinuxfs6')]: 'x' })),
    {
      message: `/m.yml:2:1: '${path('cflinuxfs6')}': ${path('cflinuxfs6').replace('.uri', '')} is not there`,
      hint: "'cf_stacks' is: cflinuxfs3, cflinuxfs4, cflinuxfs5.",
    },
  );
});

test('what is written elsewhere or repeated there is not changed', (t) => {
  const text = 'dependencies:\n- &a\n  name: a\n  uri: x\n- <<: *a\n  name: b\n';
  t.throws(() => set(text, { 'dependencies[name=b].uri': 'y' }), {
    code: 'MANIFEST_INVALID',
    message: /^\/m.yml:5:3: 'dependencies\[name=b\].uri' can't be changed: its 'uri' is written/,
  });
  t.throws(() => set(text, { 'dependencies[name=a].uri': 'y' }), {
    code: 'MANIFEST_INVALID',
    message: "/m.yml:2:3: '&a' can't be changed: line 5 repeats it with '*a'",
  });
});

test('two paths of one text are refused', (t) => {
  t.throws(
    () => set(TEXT, { 'dependencies[name=go].uri': 'a', 'dependencies[version=1.1].uri': 'b' }),
    {
      message:
        "/m.yml:10:3: 'dependencies[version=1.1].uri' and 'dependencies[name=go].uri' are the same",
    },
  );
});

test('what is no path is told from one', (t) => {
  t.deepEqual(parseManifestPath('a[b=c, d=e.f].g'), [
    {
      key: 'a',
      where: [
        { key: 'b', value: 'c' },
        { key: 'd', value: 'e.f' },
      ],
    },
    { key: 'g', where: [] },
  ]);
  for (const text of [
    '',
    '.',
    'a.',
    '.a',
    'a[b]',
    'a[b=c]',
    'a[b=].c',
    'a b',
    'a[b=c',
    'a[[b=c]].d',
  ]) {
    t.is(parseManifestPath(text), undefined, text);
  }
});
