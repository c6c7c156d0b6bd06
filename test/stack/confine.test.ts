import { readdir, symlink } from 'node:fs/promises';
import test from 'ava';
import { BuilderError } from '../../src/error.js';
import { hostPath, inHost } from '../../src/path.js';
import { AS_ROOT_OF_NAMESPACE, confine, confinedArguments } from '../../src/stack/confine.js';
import { runProgram } from '../../src/stack/program.js';
import { folder } from './fixture.js';

test('of the machine, one folder can be written to', (t) => {
  const argv = confinedArguments({
    scratch: hostPath('/cache/stacks/one.partial'),
    readable: ['/run/resolver/resolv.conf'],
  });
  t.deepEqual(argv, [
    ...['bwrap', '--die-with-parent', '--unshare-pid', '--unshare-ipc', '--unshare-uts'],
    ...['--cap-drop', 'ALL', '--cap-add', 'CAP_CHOWN', '--cap-add', 'CAP_DAC_OVERRIDE'],
    ...['--cap-add', 'CAP_FOWNER', '--cap-add', 'CAP_FSETID'],
    ...['--cap-add', 'CAP_SETGID', '--cap-add', 'CAP_SETUID'],
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...['--tmpfs', '/run', '--tmpfs', '/tmp', '--tmpfs', '/var/tmp'],
    ...['--ro-bind', '/run/resolver/resolv.conf', '/run/resolver/resolv.conf'],
    ...['--bind', '/cache/stacks/one.partial', '/cache/stacks/one.partial'],
    ...['--setenv', 'TMPDIR', '/cache/stacks/one.partial', '--'],
  ]);
});

/** Prints what it could do to the machine. $1 is a folder of the machine that root may write to. */
const MISCHIEF = `
ls -A /run
touch "$TMPDIR/scratch" || echo 'cannot write to the scratch folder'
for folder in / /etc /usr/bin /var/lib "$1"; do
  if (: > "$folder/stack-test-mischief") 2>/dev/null; then echo "wrote to $folder"; fi
done
if mount -o remount,rw,bind / 2>/dev/null; then echo 'mounted'; fi
if kill -0 "$2" 2>/dev/null; then echo 'saw processes of the machine'; fi
`;

test('a script of a package can’t do anything to the machine', async (t) => {
  const [scratch, other] = await Promise.all([folder(t), folder(t)]);
  const { confined, namespace } = await confine(scratch);
  const argv = [...confined, 'sh', '-c', MISCHIEF, 'mischief', other, String(process.pid)];
  const { stdout, stderr } = await runProgram(['env', ...namespace, ...argv]);
  t.is(stdout.replace(/^resolv.conf$|^systemd$/gm, '').trim(), '', stderr);
  t.deepEqual(await readdir(scratch), ['scratch']);
  t.deepEqual(await readdir(other), []);
});

test.serial('without bubblewrap the package is named that has it', async (t) => {
  const [bin, scratch] = await Promise.all([folder(t), folder(t)]);
  const programs = ['env', 'true', 'unshare', 'newuidmap', 'newgidmap'];
  await Promise.all(programs.map((name) => symlink(`/usr/bin/${name}`, inHost(bin, name))));
  const path = process.env.PATH;
  process.env.PATH = bin;
  try {
    const error = await t.throwsAsync(confine(scratch), {
      instanceOf: BuilderError,
      code: 'MISSING_PROGRAM',
      message: 'the program bwrap is not on this machine',
    });
    t.is(error.hint, 'Install it: apt-get install --yes bubblewrap');
  } finally {
    process.env.PATH = path;
  }
});

test('ordinary users have the users of a root in a namespace of theirs', (t) => {
  t.deepEqual(AS_ROOT_OF_NAMESPACE.slice(0, 3), ['unshare', '--map-auto', '--map-root-user']);
});
