// `npm test`: everything that has to be right before a change lands, on a fresh checkout of a fresh
// machine too. Ends with one line that counts the tests.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ready } from '../bin/setup.js';

const root = fileURLToPath(new URL('..', import.meta.url));

// Beside what binary-builder itself needs: engines to run containers, and tools that tests of single
// rooms run on the machine.
const TEST_PACKAGES = [
  'binutils',
  'bsdutils',
  'fish',
  'gcc',
  'gzip',
  'libc6-dev',
  'patchelf',
  'podman',
  'proot',
  'python3-minimal',
  'qemu-user-static',
  'runc',
  'util-linux',
  'zsh',
];

ready();
installPackages();
must('Types', ['npm', 'run', '--silent', 'typecheck']);
must('Lint and format', ['npm', 'run', '--silent', 'lint']);

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const suite of ['test:unit', 'test:e2e']) await runSuite(suite);
const { passed, failed, skipped } = counts;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function installPackages() {
  run([process.execPath, 'bin/binary-builder', 'doctor', '--fix']);
  const missing = TEST_PACKAGES.filter((name) => !run(['dpkg', '--status', name], 'ignore'));
  if (missing.length === 0) return;
  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0) {
    console.log(`The tests need these packages too:\n  sudo ${install.join(' ')}`);
    return;
  }
  console.log(`Installing ${missing.join(', ')}`);
  run(['apt-get', 'update', '--quiet=2']);
  run(install, 'ignore');
}

/** A check that has to pass before any test is worth running. */
function must(what, command) {
  console.log(`── ${what}`);
  if (run(command)) return;
  console.log(`${what}: not clean.\n0 passed, 1 failed`);
  process.exit(1);
}

function run([program, ...args], output = 'inherit') {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return (
    spawnSync(program, args, { cwd: root, stdio: ['ignore', output, output], env }).status === 0
  );
}

/** Runs a suite of ava's, shows its output, and adds up what it counted. */
async function runSuite(script) {
  console.log(`── ${script}`);
  const suite = spawn('npm', ['run', '--silent', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  suite.stdout.on('data', (chunk) => {
    process.stdout.write(chunk);
    output += chunk;
  });
  const status = await new Promise((resolve) => suite.on('close', resolve));
  // ava gives the number that passed only when nothing failed.
  counts.passed += output.match(/^ +✔ /gm)?.length ?? 0;
  counts.skipped += countOf(output, /^\s*(\d+) tests? skipped$/gm);
  const failed = countOf(
    output,
    /^\s*(\d+) (?:tests? failed|hooks? failed|uncaught exceptions?|unhandled rejections?)$/gm,
  );
  // A suite that broke down without a count has failed all the same.
  counts.failed += failed === 0 && status !== 0 ? 1 : failed;
}

function countOf(output, pattern) {
  return [...output.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
}
