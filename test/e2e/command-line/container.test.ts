import { copyFile, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { preparedRoot } from '../../prepared-root.js';
import { freshCheckout } from '../checkout.js';
import { temporaryFolder } from '../cli.js';
import { archive, namesIn, writeRecipe, type Source } from './fixture.js';

const project = hostPath(import.meta.dirname, '../../..');
const TARBALL = 'tiny-1.0-linux-x64.tgz';

/** A checkout that is mounted at /binary-builder in a container of the stack, as the old builder's was. */
interface Container {
  checkout: HostPath;
  source: Source;
  /** Runs a command there, in /binary-builder. */
  run(argv: readonly string[]): Promise<{ exitCode?: number; stdout: string; stderr: string }>;
}

/**
 * The root of the stack debian12 with its toolchain, as its container would have it, though without ccache, and
 * Node.js as the only addition.
 * @param more further arguments of bubblewrap
 */
async function container(t: ExecutionContext, more: readonly string[]): Promise<Container> {
  const folder = await temporaryFolder(t);
  const checkout = inHost(folder, 'checkout');
  await freshCheckout(checkout);
  const source = await archive(folder, { 'hello.sh': '#!/bin/sh\necho hello, world\n' });
  await copyFile(source.path, inHost(checkout, 'tiny.tar.gz'));
  const url = 'file:///binary-builder/tiny.tar.gz';
  await writeRecipe({ cwd: checkout, source: { ...source, url } });

  const root = await preparedRoot({ toolchain: true });
  if (root.kind !== 'directory') throw new Error('a root that is no folder');
  const { directory } = root;
  const database = await readFile(inHost(directory, 'var/lib/dpkg/status'), 'utf8');
  const status = inHost(folder, 'status');
  await writeFile(status, database.replace(/^Package: ccache\n[^]*?\n\n/m, ''));
  const configured = await readdir(inHost(directory, 'etc'));
  const show = (from: string, to: string) => ['--ro-bind', from, to];
  const box = [
    ...['bwrap', '--unshare-all', '--die-with-parent', '--clearenv', '--uid', '0', '--gid', '0'],
    ...['--tmpfs', '/', '--proc', '/proc', '--dev', '/dev', '--dir', '/tmp', '--dir', '/run'],
    ...show(inHost(directory, 'usr'), '/usr'),
    ...show(inHost(directory, 'var'), '/var'),
    ...show(status, '/var/lib/dpkg/status'),
    ...configured.flatMap((name) => show(inHost(directory, 'etc', name), `/etc/${name}`)),
    ...['bin', 'sbin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ...show(process.execPath, '/opt/node/bin/node'),
    ...['--bind', checkout, '/binary-builder', '--chdir', '/binary-builder'],
    ...['--setenv', 'HOME', '/root', '--setenv', 'PATH', '/opt/node/bin:/usr/sbin:/usr/bin'],
    ...more,
  ];
  const [program = '', ...args] = box;
  const run = async (argv: readonly string[]) =>
    await execa(program, [...args, ...argv], { reject: false, stripFinalNewline: false });
  return { checkout, source, run };
}

/** What builds as the procedure of 2016 did, but for the name of the artifact. */
const classic = ({ source }: Container) => [
  ...['./bin/binary-builder', '--name=tiny', '--version=1.0', `--md5=${source.md5}`],
];

/** npm, and the way to where it fetches from. */
async function npm(): Promise<string[]> {
  const { stdout: found } = await execa('sh', ['-c', 'command -v npm']);
  const folder = path.resolve(await realpath(found), '../..');
  const { stdout: registry } = await execa('npm', ['config', 'get', 'registry']);
  const { NODE_EXTRA_CA_CERTS: certificates, https_proxy: proxy } = process.env;
  return [
    ...['--share-net', '--ro-bind', folder, '/opt/node/lib/node_modules/npm'],
    ...['--symlink', '../lib/node_modules/npm/bin/npm-cli.js', '/opt/node/bin/npm'],
    ...['resolv.conf', 'hosts'].flatMap((name) => [
      '--ro-bind-try',
      `/etc/${name}`,
      `/etc/${name}`,
    ]),
    ...['--setenv', 'npm_config_registry', registry],
    ...(proxy === undefined ? [] : ['--setenv', 'https_proxy', proxy]),
    ...(certificates === undefined
      ? []
      : [
          ...['--ro-bind', certificates, '/opt/certificates'],
          ...['--setenv', 'NODE_EXTRA_CA_CERTS', '/opt/certificates'],
        ]),
  ];
}

test('inside the stack, with Node.js and npm as the only additions, the classic form builds in its checkout', async (t) => {
  const there = await container(t, await npm());
  const before = await namesIn(there.checkout);
  const { exitCode, stdout, stderr } = await there.run(classic(there));
  t.is(exitCode, 0, stdout + stderr);
  const [first, second, third] = stdout.split('\n');
  t.is(first, 'tiny-1.0-debian12-x64 Stack: debian12 (this machine is it)');
  t.is(second, 'Source URL: file:///binary-builder/tiny.tar.gz');
  t.regex(
    third ?? '',
    /Runner: host \(this machine is the stack debian12 itself; bubblewrap doesn't work: /,
  );
  t.is(stdout.split('isolates nothing').length, 2, 'a warning is printed once');
  t.deepEqual(
    (await namesIn(there.checkout)).filter((name) => !before.includes(name)),
    ['artifacts', 'checksums', 'dist', 'node_modules', TARBALL],
  );
  const provenance = inHost(there.checkout, 'artifacts/debian12', `${TARBALL}.build.json`);
  t.like(JSON.parse(await readFile(provenance, 'utf8')), { runner: 'host', ccache: false });
});

test('with Node.js alone it says how to come by npm, and builds where its packages were brought', async (t) => {
  const there = await container(t, []);
  const { exitCode, stdout, stderr } = await there.run(classic(there));
  t.is(exitCode, 1, stdout + stderr);
  t.regex(stderr, /^Node\.js is here, npm is not\. Install it \(apt-get install --yes npm\), or /m);
  t.false((await namesIn(there.checkout)).includes(TARBALL));

  const packages = inHost(project, 'node_modules');
  const brought = await container(t, ['--ro-bind', packages, '/binary-builder/node_modules']);
  // They are as new as the list of what is to be installed.
  const list = inHost(packages, '.package-lock.json');
  await execa('touch', ['--reference', list, inHost(brought.checkout, 'package-lock.json')]);
  const built = await brought.run(classic(brought));
  t.is(built.exitCode, 0, built.stdout + built.stderr);
  t.true((await namesIn(brought.checkout)).includes(TARBALL));
});
