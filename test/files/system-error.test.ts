import test from 'ava';
import { BuilderError } from '../../src/error.js';
import { explainSystemError } from '../../src/files/index.js';

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

test('a file that is missing is not a folder that can’t be made', (t) => {
  const error = systemError('ENOENT', 'open');
  t.is(explainSystemError(error, '/srv'), error);
});
