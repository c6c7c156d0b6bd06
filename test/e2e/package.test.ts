import { mkdir, readdir } from 'node:fs/promises';
import test from 'ava';
import { execa } from 'execa';
import { inHost } from '../../src/path.js';
import { freshCheckout } from './checkout.js';
import { temporaryFolder } from './cli.js';

/** What npm has fetched once on this machine is not fetched again. */
const NPM = { env: { npm_config_prefer_offline: 'true', npm_config_update_notifier: 'false' } };

test('a package of a fresh checkout plans in an empty folder once it is installed', async (t) => {
  const folder = await temporaryFolder(t);
  const [checkout, empty, cache] = [
    inHost(folder, 'checkout'),
    inHost(folder, 'empty'),
    inHost(folder, 'cache'),
  ];
  await freshCheckout(checkout);
  await mkdir(empty);

  await execa('npm', ['pack', '--pack-destination', folder], { cwd: checkout, ...NPM });
  const tarballs = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  t.is(tarballs.length, 1);
  const [tarball = ''] = tarballs;
  const install = [
    'install',
    '--prefix',
    empty,
    '--no-audit',
    '--no-fund',
    inHost(folder, tarball),
  ];
  await execa('npm', install, { cwd: empty, ...NPM });

  const { stdout } = await execa(
    inHost(empty, 'node_modules/.bin/binary-builder'),
    ['plan', 'libffi@3.4.4', '--stack', 'debian12', '--json'],
    { cwd: empty, env: { BINARY_BUILDER_CACHE: cache } },
  );
  t.regex(stdout, /libffi-3\.4\.4/);
});
