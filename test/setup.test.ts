import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test from 'ava';
import { execa } from 'execa';
import { hostPath, inHost } from '../src/path.js';

const SETUP = hostPath(import.meta.dirname, '../bin/setup.js');

test('npm packages behind a link are left as they are, and that is said', async (t) => {
  const folder = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'setup-test-')));
  t.teardown(() => rm(folder, { recursive: true }));
  const checkout = inHost(folder, 'checkout');
  const packages = inHost(folder, 'packages');
  for (const name of ['bin', 'src', 'dist', 'programs']) {
    await mkdir(inHost(checkout, name), { recursive: true });
  }
  await mkdir(packages);
  const installed = inHost(packages, '.package-lock.json');
  await writeFile(installed, 'of others');
  await utimes(installed, 0, 0);
  await symlink(packages, inHost(checkout, 'node_modules'));
  await writeFile(inHost(checkout, 'package-lock.json'), '{}');
  await writeFile(inHost(checkout, 'package.json'), '{ "type": "module" }');
  await writeFile(inHost(checkout, 'bin/build.js'), '');
  await writeFile(inHost(checkout, 'bin/setup.js'), await readFile(SETUP));
  await writeFile(inHost(checkout, 'dist/.built'), '');
  const npm = '#!/bin/sh\nrm -r node_modules/.package-lock.json\n';
  await writeFile(inHost(checkout, 'programs/npm'), npm, { mode: 0o755 });

  const text = "import('./bin/setup.js').then(({ ready }) => ready())";
  const { stdout, stderr } = await execa(process.execPath, ['--eval', text], {
    cwd: checkout,
    env: { PATH: `${inHost(checkout, 'programs')}:${process.env.PATH ?? ''}` },
  });
  t.is(stdout, '');
  t.is(
    stderr,
    'node_modules is a link, so it is left as it is: it may be older than package-lock.json.',
  );
  t.is(await readFile(installed, 'utf8'), 'of others');
});
