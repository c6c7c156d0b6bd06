import { writeFile } from 'node:fs/promises';
import test from 'ava';
import { unpack } from '../../../src/source/index.js';
import { inHost } from '../../../src/path.js';
import { failureOf, filesIn, temporaryFolder } from '../workspace.js';

/** What each format begins with, and what decompresses it. */
const FORMATS = [
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'xz', 'xz-utils'],
  ['bzip2', [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41], 'bzip2', 'bzip2'],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd, 0, 0], 'zstd', 'zstd'],
  ['lzip', [0x4c, 0x5a, 0x49, 0x50, 1, 12], 'xz', 'xz-utils'],
] as const;

// Of this process alone: a file of tests has one of its own.
test.before(() => {
  process.env.PATH = '/no/programs';
});

for (const [format, head, program, debian] of FORMATS) {
  test(`without ${program}, what is compressed with ${format} tells that, and how to get it`, async (t) => {
    const folder = await temporaryFolder(t);
    const archive = inHost(folder, 'thing-1.0.tar');
    await writeFile(archive, Buffer.from(head));
    const error = await failureOf(t, unpack(archive, inHost(folder, 'tree')));
    t.is(error.code, 'MISSING_PROGRAM');
    t.regex(error.message, new RegExp(`\\b${program}\\b`));
    t.is(error.hint, `Install it: apt-get install ${debian}`);
    t.deepEqual(await filesIn(folder), ['thing-1.0.tar']);
  });
}
