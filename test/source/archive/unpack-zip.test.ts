import { lstat, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost } from '../../../src/path.js';
import { unpack } from '../../../src/source/index.js';
import { FILE, forge, LINK, type Forged } from '../../archive/zip/forge.js';
import { failureOf, temporaryFolder } from '../workspace.js';

async function place(t: ExecutionContext, members: readonly Forged[] | Buffer) {
  const folder = await temporaryFolder(t);
  const archive = inHost(folder, 'thing-1.0.zip');
  await writeFile(archive, Buffer.isBuffer(members) ? members : forge(members));
  return { archive, into: inHost(folder, 'deep', 'tree') };
}

const MEMBERS: Forged[] = [
  { name: 'thing-1.0/run.sh', content: '#!/bin/sh\n', mode: FILE | 0o4777 },
  { name: 'thing-1.0/lib/a.jar', content: 'jar', mode: FILE | 0o444 },
  { name: 'thing-1.0/run', content: 'run.sh', mode: LINK | 0o777 },
  { name: '.DS_Store', content: 'x' },
];

test('a zip is unpacked as a tar is: without its top folder, with modes that are ordinary', async (t) => {
  const { archive, into } = await place(t, MEMBERS);
  t.deepEqual(await unpack(archive, into), []);
  t.deepEqual((await readdir(into)).sort(), ['lib', 'run', 'run.sh']);
  t.is(await readFile(inHost(into, 'run'), 'utf8'), '#!/bin/sh\n');
  t.true((await lstat(inHost(into, 'run'))).isSymbolicLink());
  t.is((await stat(inHost(into, 'run.sh'))).mode & 0o7777, 0o755);
  t.is((await stat(inHost(into, 'lib/a.jar'))).mode & 0o7777, 0o644);
});

test('what is excluded of a zip is left out, and told', async (t) => {
  const { archive, into } = await place(t, MEMBERS);
  t.deepEqual(await unpack(archive, into, { exclude: ['*/lib'] }), ['thing-1.0/lib/a.jar']);
  t.deepEqual((await readdir(into)).sort(), ['run', 'run.sh']);
});

for (const [title, members, message] of [
  [
    'a path out of it',
    [{ name: '../out', content: 'x' }],
    /^thing-1\.0\.zip is not safe to unpack: \.\.\/out: /,
  ],
  [
    'a link that leads out once its top folder is off',
    [
      { name: 'thing/a', content: 'x' },
      { name: 'thing/b', content: '../thing/a', mode: LINK | 0o777 },
    ],
    /^thing-1\.0\.zip is not safe to unpack: thing\/b: /,
  ],
] as [string, Forged[], RegExp][]) {
  test(`a zip with ${title} is refused as a whole`, async (t) => {
    const { archive, into } = await place(t, members);
    const error = await failureOf(t, unpack(archive, into));
    t.is(error.code, 'UNSAFE_ARCHIVE');
    t.regex(error.message, message);
    await t.throwsAsync(readdir(into), { code: 'ENOENT' });
  });
}

test('a zip that is too large, or cut off, is refused in the words of sources', async (t) => {
  const large = await place(t, MEMBERS);
  const refused = await failureOf(t, unpack(large.archive, large.into, { limits: { members: 2 } }));
  t.is(refused.code, 'UNSAFE_ARCHIVE');
  t.regex(refused.message, /^thing-1\.0\.zip is too large to unpack: it has more than 2 /);
  const cut = await place(t, forge(MEMBERS).subarray(0, -30));
  const damaged = await failureOf(t, unpack(cut.archive, cut.into));
  t.is(damaged.code, 'NOT_AN_ARCHIVE');
  t.regex(damaged.excerpt.join(), /^As a zip it is damaged: /);
  await t.throwsAsync(readdir(cut.into), { code: 'ENOENT' });
});
