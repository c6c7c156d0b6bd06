// `npm run quickstart`: from a fresh checkout to three artifacts, a buildpack that has them in it, and
// an application that was staged with it offline and answers.
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ready } from './setup.js';

const ARTIFACTS = ['libffi@3.4.4', 'libmemcached@1.1.4', 'python@3.11.2'];

const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = (...parts) => path.join(root, ...parts);

ready();
binaryBuilder(['doctor', '--fix']);
binaryBuilder(['build', ...ARTIFACTS, '--stack', 'debian12']);

// Copies, so that the examples stay as they are.
const folder = path.resolve('quickstart');
const [buildpack, application] = ['python-buildpack', 'python-app'].map((name) => {
  const copy = path.join(folder, name);
  rmSync(copy, { recursive: true, force: true });
  cpSync(inRoot('examples', name), copy, { recursive: true });
  return copy;
});
node([
  '--import',
  import.meta.resolve('tsx'),
  inRoot('examples/vendor-packages.ts'),
  path.join(application, 'vendor'),
]);

binaryBuilder(['manifest', 'update', path.join(buildpack, 'manifest.yml')]);
binaryBuilder([
  ...['buildpack', 'package', buildpack, '--cached', '--stack', 'debian12'],
  ...['--output-dir', folder],
]);
binaryBuilder([
  ...['buildpack', 'stage', path.join(folder, zipName()), application],
  // The application lists all that it needs, so pip need not look for more.
  ...['--env', 'PIP_OPTS=--no-deps'],
  ...['--cache-dir', path.join(folder, 'cache'), '--output', path.join(folder, 'droplet.tgz')],
  ...['--run', '--path', '/health'],
]);

function zipName() {
  const version = readFileSync(path.join(buildpack, 'VERSION'), 'utf8').trim();
  return `python_buildpack-cached-debian12-v${version}.zip`;
}

function binaryBuilder(args) {
  console.log(`\n$ binary-builder ${args.join(' ')}`);
  node([inRoot('bin/binary-builder'), ...args]);
}

function node(args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
