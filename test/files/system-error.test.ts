import test from 'ava';
import { BuilderError } from '../../src/error.js';
import { explainDisk, explainSystemError } from '../../src/files/index.js';

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });
}

for (const [code, syscall, expected] of [
  ['ENOSPC', 'write', 'DISK_FULL'],
  ['EDQUOT', 'write', 'DISK_FULL'],
  ['EROFS', 'open', 'NOT_WRITABLE'],
  ['EACCES', 'open', 'NOT_WRITABLE'],
  // What some kernels say of a new folder on a read-only mount.
  ['ENOENT', 'mkdir', 'NOT_WRITABLE'],
] as const) {
  test(`${code} of ${syscall} is told as ${expected}, with the path and what to do`, (t) => {
    const error = explainSystemError(systemError(code, syscall), '/srv/artifacts');
    if (!(error instanceof BuilderError)) return t.fail();
    t.is(error.code, expected);
    t.regex(error.message, /^cannot write \/srv\/artifacts: /);
    t.truthy(error.hint);
  });
}

for (const [code, reason] of [
  ['EISDIR', 'it is a folder'],
  ['ENOTEMPTY', 'it is a folder with something in it'],
  ['ELOOP', 'it is a link in a circle'],
  ['ENAMETOOLONG', 'the name is longer than the file system allows'],
  ['EIO', 'the disk answers with an error'],
  ['EMFILE', 'too many files are open'],
] as const) {
  test(`${code} of a write is told with the path and what to do, and so is that of a read`, (t) => {
    const written = explainSystemError(systemError(code, 'rename'), '/srv/artifacts');
    const read = explainSystemError(
      Object.assign(systemError(code, 'open'), { path: '/srv/artifacts' }),
    );
    for (const [error, verb] of [
      [written, 'write'],
      [read, 'read'],
    ] as const) {
      if (!(error instanceof BuilderError)) return t.fail();
      t.is(error.code, verb === 'write' ? 'NOT_WRITABLE' : 'NOT_READABLE');
      t.is(error.message, `cannot ${verb} /srv/artifacts: ${reason}`);
      t.truthy(error.hint);
    }
  });
}

test('a file that nobody knew to be missing is told with its path', (t) => {
  const error = explainSystemError(
    Object.assign(systemError('ENOENT', 'open'), { path: '/srv/gone' }),
  );
  if (!(error instanceof BuilderError)) return t.fail();
  t.is(error.code, 'NOT_READABLE');
  t.is(error.message, 'cannot read /srv/gone: it is not there');
});

test('what is said of no file stays a fault of ours', (t) => {
  for (const error of [
    systemError('ENOENT', 'spawn no-such-program'),
    systemError('ECONNREFUSED', 'connect'),
    systemError('ECONNRESET', 'read'),
  ]) {
    t.is(explainSystemError(error), error);
  }
});

test('of files that others have named, what can have no such name is not the disk’s fault', (t) => {
  const error = systemError('ENAMETOOLONG', 'open');
  t.is(explainDisk(error, '/srv'), error);
  t.like(explainDisk(systemError('ENOSPC', 'write'), '/srv'), { code: 'DISK_FULL' });
});

test('a file that is missing is not a folder that can’t be made', (t) => {
  const error = systemError('ENOENT', 'open');
  t.is(explainSystemError(error, '/srv'), error);
});
