// `npm run quickstart`: from a fresh checkout to three artifacts.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ready } from './setup.js';

const ARTIFACTS = ['libffi@3.4.4', 'libmemcached@1.1.4', 'python@3.11.2'];

ready();
binaryBuilder(['doctor', '--fix']);
binaryBuilder(['build', ...ARTIFACTS]);

function binaryBuilder(args) {
  const program = fileURLToPath(new URL('./binary-builder', import.meta.url));
  const { status } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
