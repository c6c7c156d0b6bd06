import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import {
  BlobReader,
  TextReader,
  TextWriter,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
} from '@zip.js/zip.js';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { overlayCase } from './overlaying.js';

const SOURCE = 'def main():\n    print get_state()\n';
const change = { replace: 'bp_cli.py', text: 'print get_state()', with: 'print (get_state())' };

/** A zip as another program wrote it: unsorted, with times, modes and a comment. */
async function zipOf(members: Readonly<Record<string, string>>, prefix = ''): Promise<Buffer> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { keepOrder: true });
  for (const [name, text] of Object.entries(members)) {
    const options = { lastModDate: new Date(2016, 5, 1, 12), unixMode: 0o100640 };
    if (name.endsWith('/')) await zip.add(name, undefined, { ...options, directory: true });
    else await zip.add(name, new TextReader(text), options);
  }
  const bytes = await zip.close(Buffer.from('a comment'));
  return Buffer.concat([Buffer.from(prefix), bytes]);
}

async function read(bytes: Uint8Array) {
  const reader = new ZipReader(new BlobReader(new Blob([bytes])));
  const entries = await reader.getEntries();
  const texts: string[] = [];
  for (const entry of entries) {
    texts.push(entry.directory ? '' : await entry.getData(new TextWriter()));
  }
  return {
    comment: Buffer.from(reader.comment).toString(),
    members: entries.map((entry, index) => ({
      name: entry.filename,
      text: texts[index],
      year: entry.lastModDate.getFullYear(),
      mode: (entry.externalFileAttributes >>> 16) & 0o777,
    })),
  };
}

test('a member of a zip is edited in its place, and all else of the zip stays', async (t) => {
  const before = await zipOf({ 'z.py': 'z', 'bp_cli.py': SOURCE, 'd/': '', 'd/a.py': 'a' });
  const it = await overlayCase(t, { 'v/b.zip': before }, [
    { edit: 'v/b.zip', changes: [change, { add: 'new.py', content: 'n' }, { remove: 'd/a.py' }] },
  ]);
  const { changes, differences } = await it.run();
  t.deepEqual(
    changes.map(({ path, message }) => `${path}: ${message}`),
    ['v/b.zip!/bp_cli.py: 1 place replaced', 'v/b.zip!/new.py: added', 'v/b.zip!/d/a.py: removed'],
  );
  t.deepEqual(
    differences.map(({ path }) => path),
    ['v/b.zip!/bp_cli.py', 'v/b.zip!/d/a.py', 'v/b.zip!/new.py'],
  );
  const after = await readFile(inHost(it.output, 'v/b.zip'));
  t.deepEqual(await read(after), {
    comment: 'a comment',
    members: [
      { name: 'z.py', text: 'z', year: 2016, mode: 0o640 },
      {
        name: 'bp_cli.py',
        text: 'def main():\n    print (get_state())\n',
        year: 1980,
        mode: 0o640,
      },
      { name: 'd/', text: '', year: 2016, mode: 0o640 },
      { name: 'new.py', text: 'n', year: 1980, mode: 0o644 },
    ],
  });
  t.deepEqual((await it.again()).differences, []);
  t.is((await it.run()).placed, 'same');
  const unchanged = await it.run({ directory: it.output, output: inHost(it.folder, 'third') });
  t.is(unchanged.placed, 'written');
  t.deepEqual(await readFile(inHost(it.folder, 'third/v/b.zip')), after);
});

test('a zip that is a program stays one', async (t) => {
  const zip = await zipOf({ 'bp_cli.py': SOURCE }, '#!/usr/bin/env python\n');
  const it = await overlayCase(t, { 'bin/b': zip }, [{ edit: 'bin/b', changes: [change] }]);
  await it.run();
  const after = await readFile(inHost(it.output, 'bin/b'));
  t.true(after.toString('latin1').startsWith('#!/usr/bin/env python\nPK'));
  t.is((await stat(inHost(it.output, 'bin/b'))).mode & 0o777, 0o755);
  t.is((await read(after)).members[0]?.text, 'def main():\n    print (get_state())\n');
  t.deepEqual((await it.again()).differences, []);
});

test('what is no zip, damaged, or has a member twice is not edited', async (t) => {
  const message = async (zip: Buffer) => {
    const it = await overlayCase(t, { 'b.zip': zip }, [{ edit: 'b.zip', changes: [change] }]);
    const { message } = await t.throwsAsync(it.run(), { code: 'OVERLAY_MISMATCH' });
    t.deepEqual((await readdir(it.folder)).sort(), ['buildpack', 'overlay.yml']);
    return message;
  };
  t.regex(
    await message(Buffer.from('hello')),
    /^change 1 of overlay.yml: b.zip can't be read as a zip: /,
  );
  const good = await zipOf({ 'bp_cli.py': SOURCE });
  const damaged = Buffer.from(good);
  damaged.writeUInt8(damaged.readUInt8(60) ^ 0xff, 60);
  t.regex(await message(damaged), /b.zip!\/bp_cli.py can't be read: /);
  const twice = await zipOf({ 'bp_cli.py': SOURCE, 'bp_clj.py': SOURCE });
  const text = twice.toString('latin1').replaceAll('bp_clj', 'bp_cli');
  t.is(
    await message(Buffer.from(text, 'latin1')),
    'change 1 of overlay.yml: b.zip!/bp_cli.py is there more than once',
  );
  t.is(
    await message(await zipOf({ 'other.py': SOURCE })),
    'change 1 of overlay.yml: b.zip!/bp_cli.py is not there',
  );
});

test('a member that says it is small and is not is not unpacked', async (t) => {
  const zip = await zipOf({ 'bp_cli.py': 'x'.repeat(50_000_000) });
  const it = await overlayCase(t, { 'b.zip': zip }, [{ edit: 'b.zip', changes: [change] }]);
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_MISMATCH',
    message:
      'change 1 of overlay.yml: b.zip!/bp_cli.py is too large to be edited: 50 MB, 33.6 MB at most',
  });
  const lying = Buffer.from(zip);
  for (let at = lying.indexOf('PK\x01\x02'); at !== -1; at = lying.indexOf('PK\x01\x02', at + 1)) {
    lying.writeUInt32LE(100, at + 24);
  }
  await writeFile(inHost(it.buildpack, 'b.zip'), lying);
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_MISMATCH',
    message: /^change 1 of overlay.yml: b.zip!\/bp_cli.py can't be read: /,
  });
});

test('a zip that is edited and then removed is refused', async (t) => {
  const it = await overlayCase(t, { 'b.zip': await zipOf({ 'bp_cli.py': SOURCE }) }, [
    { edit: 'b.zip', changes: [change] },
    { remove: 'b.zip' },
  ]);
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_INVALID',
    message: 'change 2 of overlay.yml: b.zip was edited before, member by member',
  });
});
