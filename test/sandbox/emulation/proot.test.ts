import test from 'ava';
import { hostPath } from '../../../src/path.js';
import { librariesIn, prootSurroundings } from '../../../src/sandbox/emulation/proot.js';

test('finds the loader and the libraries in what ldd says', (t) => {
  const text = `\tlinux-vdso.so.1 (0x00007f23b0e93000)
\tlibtalloc.so.2 => /lib/x86_64-linux-gnu/libtalloc.so.2 (0x00007f23b0e48000)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f23b0c66000)
\tlibgone.so => not found
\t/lib64/ld-linux-x86-64.so.2 (0x00007f23b0e95000)
`;
  t.deepEqual(librariesIn(text).map(String), [
    '/lib/x86_64-linux-gnu/libtalloc.so.2',
    '/lib/x86_64-linux-gnu/libc.so.6',
    '/lib64/ld-linux-x86-64.so.2',
  ]);
  t.deepEqual(librariesIn('\tstatically linked\n'), []);
  t.deepEqual(librariesIn('\tnot a dynamic executable\n'), []);
});

test('PRoot sees its own files, qemu, and nothing else of the machine', (t) => {
  const library = hostPath('/lib/libc.so.6');
  const tools = {
    proot: hostPath('/opt/proot'),
    qemu: hostPath('/opt/qemu'),
    libraries: [library],
  };
  t.deepEqual(prootSurroundings(tools), [
    ...['--dev', '/dev', '--proc', '/proc', '--ro-bind', '/proc/sys', '/proc/sys'],
    ...['--tmpfs', '/tmp'],
    ...['--ro-bind', '/opt/proot', '/proot', '--ro-bind', '/opt/qemu', '/qemu'],
    ...['--ro-bind', '/lib/libc.so.6', '/lib/libc.so.6'],
  ]);
});
