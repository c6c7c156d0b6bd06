import { mkdir, symlink, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost, type HostPath } from '../../../../src/path.js';
import { layRoot, resolveInside } from '../../../../src/sandbox/runner/bubblewrap/layout.js';
import { folder } from '../../behaviour.js';

/** A root as cflinuxfs has it: /app leads into /home/vcap. */
async function smallRoot(t: ExecutionContext): Promise<HostPath> {
  const root = await folder(t);
  await mkdir(inHost(root, 'usr/bin'), { recursive: true });
  await mkdir(inHost(root, 'home/vcap/app'), { recursive: true });
  await writeFile(inHost(root, 'home/vcap/.profile'), '');
  await symlink('usr/bin', inHost(root, 'bin'));
  await symlink('/home/vcap/app', inHost(root, 'app'));
  return root;
}

const bind = (at: string) => ({ at, option: ['--bind', '/box'] });

test('binds the entries of a root one by one, and keeps its links', async (t) => {
  const root = await smallRoot(t);
  t.deepEqual(await layRoot(root, []), [
    ...['--symlink', '/home/vcap/app', '/app'],
    ...['--symlink', 'usr/bin', '/bin'],
    ...['--ro-bind', inHost(root, 'home'), '/home'],
    ...['--ro-bind', inHost(root, 'usr'), '/usr'],
    ...['--remount-ro', '/'],
  ]);
});

test('makes the directories on the way to a mount point', async (t) => {
  const root = await smallRoot(t);
  const laid = await layRoot(root, [bind('/opt/a/b')]);
  t.deepEqual(laid.slice(-13), [
    ...['--perms', '0755', '--dir', '/opt'],
    ...['--perms', '0755', '--dir', '/opt/a'],
    ...['--bind', '/box', '/opt/a/b'],
    ...['--remount-ro', '/'],
  ]);
});

test('lays a root below another place, links and mount points with it', async (t) => {
  const root = await smallRoot(t);
  t.deepEqual(await layRoot(root, [bind('/app/x'), bind('/opt/a')], { place: '/stack' }), [
    ...['--perms', '0755', '--dir', '/stack'],
    ...['--symlink', '/home/vcap/app', '/stack/app'],
    ...['--symlink', 'usr/bin', '/stack/bin'],
    ...['--ro-bind', inHost(root, 'usr'), '/stack/usr'],
    ...['--perms', '0755', '--dir', '/stack/home', '--perms', '0755', '--dir', '/stack/home/vcap'],
    ...['--ro-bind', inHost(root, 'home/vcap/.profile'), '/stack/home/vcap/.profile'],
    ...['--perms', '0755', '--dir', '/stack/home/vcap/app'],
    ...['--perms', '0755', '--dir', '/stack/opt'],
    ...['--bind', '/box', '/stack/home/vcap/app/x', '--bind', '/box', '/stack/opt/a'],
    ...['--remount-ro', '/'],
  ]);
});

test('opens the directories of the root on the way, and shows what else is in them', async (t) => {
  const root = await smallRoot(t);
  const laid = (await layRoot(root, [bind('/app/.heroku/python')])).join(' ');
  t.true(laid.includes('--symlink /home/vcap/app /app'));
  t.true(
    laid.includes(
      [
        '--perms 0755 --dir /home --perms 0755 --dir /home/vcap',
        `--ro-bind ${root}/home/vcap/.profile /home/vcap/.profile`,
        '--perms 0755 --dir /home/vcap/app --perms 0755 --dir /home/vcap/app/.heroku',
        '--bind /box /home/vcap/app/.heroku/python',
      ].join(' '),
    ),
    laid,
  );
});

test('puts a mount inside another after it', async (t) => {
  const root = await smallRoot(t);
  const laid = await layRoot(root, [bind('/box/ccache'), bind('/box')]);
  t.deepEqual(laid.slice(-8), [
    ...['--bind', '/box', '/box', '--bind', '/box', '/box/ccache'],
    ...['--remount-ro', '/'],
  ]);
});

test('follows links inside the root alone', async (t) => {
  const root = await smallRoot(t);
  await symlink('../../../../etc', inHost(root, 'home/out'));
  await symlink('/round', inHost(root, 'round'));
  t.is(await resolveInside(root, '/app/x'), '/home/vcap/app/x');
  t.is(await resolveInside(root, '/home/out/passwd'), '/etc/passwd');
  t.is(await resolveInside(root, '/no/such/place'), '/no/such/place');
  await t.throwsAsync(resolveInside(root, '/round/x'), { code: 'SANDBOX_FAILED' });
});
