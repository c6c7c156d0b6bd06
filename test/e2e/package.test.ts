import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { temporaryFolder } from './cli.js';

const project = hostPath(import.meta.dirname, '../..');

/** What npm has fetched once on this machine is not fetched again. */
const NPM = { env: { npm_config_prefer_offline: 'true', npm_config_update_notifier: 'false' } };

/** The files that git knows, as a fresh checkout has them: nothing is installed or compiled. */
async function freshCheckout(into: HostPath): Promise<void> {
  const { stdout } = await execa('git', ['ls-files', '-z'], { cwd: project });
  for (const file of stdout.split('\0').filter((name) => name !== '')) {
    await mkdir(inHost(into, path.dirname(file)), { recursive: true });
    await copyFile(inHost(project, file), inHost(into, file));
  }
}

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
