import test from 'ava';
import { missingPrograms, programsToEmulate } from '../../src/machine/programs.js';

test('each architecture needs its own qemu, and all of them PRoot once', (t) => {
  t.deepEqual(
    programsToEmulate(['s390x', 'arm64']).map(({ program, package: name }) => [program, name]),
    [
      ['qemu-s390x-static', 'qemu-user-static'],
      ['qemu-aarch64-static', 'qemu-user-static'],
      ['proot', 'proot'],
    ],
  );
  t.deepEqual(programsToEmulate([]), []);
});

test('tells which programs are missing, by name in PATH or by path', async (t) => {
  const one = (program: string) => ({ program, package: 'p', purpose: 'x' });
  const missing = await missingPrograms(
    ['sh', 'no-such-program', '/etc', '/no/such/file'].map(one),
  );
  t.deepEqual(
    missing.map(({ program }) => program),
    ['no-such-program', '/no/such/file'],
  );
});
