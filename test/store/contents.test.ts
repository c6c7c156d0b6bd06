import { writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../src/path.js';
import { contentsJson, readContents, type Contents } from '../../src/store/index.js';
import { exampleContents } from './example.js';
import { temporaryFolder } from './folder.js';

test('contents are written with one item on a line, keys in a fixed order', (t) => {
  const [first, ...others] = exampleContents.members;
  const shuffled: Contents = {
    waived: [
      { reason: 'kept for users', findings: 2, files: ['lib/*.a'], check: 'static-archive' },
    ],
    members: [{ mode: '0755', kind: 'directory', path: 'lib', ...first }, ...others],
    libraries: exampleContents.libraries,
    glibc: null,
    size: 1234,
  };
  t.is(
    contentsJson(shuffled),
    `{
  "size": 1234,
  "glibc": null,
  "members": [
    {"path":"lib","kind":"directory","mode":"0755"},
    {"path":"lib/libffi.so","kind":"link","target":"libffi.so.8.1.2"},
    {"path":"lib/libffi.so.8.1.2","kind":"file","mode":"0644","size":1234}
  ],
  "libraries": [
    {"path":"lib/libffi.so.8.1.2","needed":[{"name":"libc.so.6","from":"stack","path":"/lib/x86_64-linux-gnu/libc.so.6"}]}
  ],
  "waived": [
    {"check":"static-archive","reason":"kept for users","files":["lib/*.a"],"findings":2}
  ]
}
`,
  );
});

test('contents are read back as they were written', async (t) => {
  const file = inHost(await temporaryFolder(t), 'x.contents.json');
  t.is(await readContents(file), undefined);
  await writeFile(file, contentsJson(exampleContents));
  t.deepEqual(await readContents(file), exampleContents);
});

const hint = 'Take the file as it was written from version control, or build the artifact again.';

const BROKEN: [name: string, text: string, message: string | RegExp, excerpt?: string[]][] = [
  ['what is cut off', '{"size": 1,', /: is not JSON: /],
  ['a list', '[]', 'expected object, received array'],
  [
    'an unknown key',
    contentsJson(exampleContents).replace('"glibc"', '"glib"'),
    'glibc: expected string, received undefined',
    ["unknown key 'glib': did you mean 'glibc'?"],
  ],
  [
    'a mode that is none',
    contentsJson(exampleContents).replace('"0644"', '"rw-r--r--"'),
    'members[2].mode: must be four octal digits',
  ],
];

for (const [name, text, message, excerpt = []] of BROKEN) {
  test(`contents with ${name} are refused with file and place`, async (t) => {
    const file = inHost(await temporaryFolder(t), 'x.contents.json');
    await writeFile(file, text);
    const error = await t.throwsAsync(readContents(file), {
      code: 'RECORD_INVALID',
      message: typeof message === 'string' ? `${file}: ${message}` : message,
    });
    t.true(error.message.startsWith(file));
    t.like(error, { excerpt, hint });
  });
}
