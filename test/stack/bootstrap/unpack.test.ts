import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { BuilderError } from '../../../src/error.js';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { factsOfDirectory, unpackingRoot } from '../../../src/stack/bootstrap/unpack.js';

async function folder(t: ExecutionContext): Promise<HostPath> {
  const made = hostPath(await mkdtemp(path.join(os.tmpdir(), 'binary-builder-unpack-')));
  t.teardown(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function all(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const got: Buffer[] = [];
  for await (const piece of pieces) got.push(piece);
  return Buffer.concat(got);
}

async function* endless(piece: Buffer): AsyncGenerator<Buffer> {
  for (;;) yield await Promise.resolve(piece);
}

test('a root is unpacked while its tar goes by, without set-user-id programs and devices', async (t) => {
  const here = await folder(t);
  for (const name of ['usr/bin', 'dev']) {
    await mkdir(inHost(here, 'from', name), { recursive: true });
  }
  const program = inHost(here, 'from/usr/bin/su');
  await writeFile(program, '#!/bin/sh\n'.repeat(300_000));
  await chmod(program, 0o4755);
  await writeFile(inHost(here, 'from/dev/null'), '');
  const tar = inHost(here, 'root.tar');
  await execa('tar', ['--create', '--file', tar, '--directory', inHost(here, 'from'), '.']);

  const root = inHost(here, 'root');
  const passed = await all(unpackingRoot(createReadStream(tar), root));
  t.true(passed.equals(await readFile(tar)));
  t.true((await readFile(inHost(root, 'usr/bin/su'))).equals(await readFile(program)));
  t.is((await stat(inHost(root, 'usr/bin/su'))).mode & 0o7777, 0o755);
  await t.throwsAsync(stat(inHost(root, 'dev/null')), { code: 'ENOENT' });
});

test('what is no tar is refused in tar’s words', async (t) => {
  const here = await folder(t);
  const file = inHost(here, 'root.tar');
  await writeFile(file, 'no tar '.repeat(300_000));
  const pieces = unpackingRoot(createReadStream(file), inHost(here, 'root'));
  const error = await t.throwsAsync(all(pieces), { instanceOf: BuilderError });
  t.is(error.code, 'STACK_NOT_READY');
  t.regex(error.excerpt.join('\n'), /does not look like a tar archive/);
});

test('what stands behind the archive’s end goes by too', async (t) => {
  const here = await folder(t);
  await mkdir(inHost(here, 'from'));
  await writeFile(inHost(here, 'from/hello'), 'hello\n');
  const tar = inHost(here, 'root.tar');
  await execa('tar', ['--create', '--file', tar, '--directory', inHost(here, 'from'), '.']);
  // In one piece with the end, and more than a pipe holds.
  const piece = Buffer.concat([await readFile(tar), Buffer.alloc(8 * 1024 * 1024)]);
  const root = inHost(here, 'root');
  const passed = await all(unpackingRoot(Readable.from([piece, Buffer.from('more')]), root));
  t.is(passed.length, piece.length + 4);
  t.is(await readFile(inHost(root, 'hello'), 'utf8'), 'hello\n');
});

test('whoever takes no more of it ends it', async (t) => {
  const root = inHost(await folder(t), 'root');
  for await (const piece of unpackingRoot(endless(Buffer.alloc(512)), root)) {
    t.is(piece.length, 512);
    break;
  }
});

test('a device of the machine under another name makes no root', async (t) => {
  if (process.getuid?.() !== 0) {
    t.log('not tried: we are not root, and can’t make one');
    t.pass();
    return;
  }
  const here = await folder(t);
  await mkdir(inHost(here, 'from'));
  await execa('mknod', [inHost(here, 'from/disk'), 'c', '1', '3']);
  const tar = inHost(here, 'root.tar');
  await execa('tar', ['--create', '--file', tar, '--directory', inHost(here, 'from'), '.']);
  const root = inHost(here, 'root');
  const error = await t.throwsAsync(all(unpackingRoot(createReadStream(tar), root)), {
    instanceOf: BuilderError,
    code: 'STACK_NOT_READY',
  });
  t.regex(error.excerpt.join('\n'), /disk: Cannot mknod: Operation not permitted/);
  await t.throwsAsync(stat(inHost(root, 'disk')), { code: 'ENOENT' });
});

test('what a root says of its packages is read from the root, not from the machine by a link', async (t) => {
  const here = await folder(t);
  const status = 'Package: libc6\nStatus: install ok installed\nVersion: 2.36-9\n';
  await mkdir(inHost(here, 'plain/var/lib/dpkg'), { recursive: true });
  await writeFile(inHost(here, 'plain/var/lib/dpkg/status'), status);
  t.like(await factsOfDirectory(inHost(here, 'plain')), { glibc: '2.36' });
  await mkdir(inHost(here, 'linked'));
  await symlink(inHost(here, 'plain/var'), inHost(here, 'linked/var'));
  t.is(await factsOfDirectory(inHost(here, 'linked')), undefined);
  t.is(await factsOfDirectory(inHost(here, 'none')), undefined);
});
