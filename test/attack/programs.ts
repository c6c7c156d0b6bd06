import { rmSync } from 'node:fs';
import { copyFile, cp, mkdtemp, readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { giveToBuildUser } from '../../src/program/build-user.js';
import { GUEST, hostPath, inHost, type HostPath } from '../../src/path.js';
import { FIXED_ENVIRONMENT } from '../../src/plan/index.js';
import { openSandbox } from '../../src/sandbox/index.js';
import { once } from '../e2e/builds/once.js';
import { preparedRoot, testContext } from '../prepared-root.js';

const PROGRAMS = hostPath(import.meta.dirname, 'programs');

/** The names of all programs that try something that has to be refused, sorted. */
export async function attackNames(): Promise<string[]> {
  return await namesIn(PROGRAMS);
}

/** The names of all programs that try what has to be allowed, sorted. */
export async function neededNames(): Promise<string[]> {
  return await namesIn(inHost(PROGRAMS, 'needed'));
}

async function namesIn(folder: HostPath): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => /\.(c|sh)$/.test(file));
  return files
    .filter((file) => file !== 'run.sh')
    .map((file) => path.parse(file).name)
    .sort();
}

/** $1 is the folder with the sources, $2 the one for the programs. */
const COMPILE = `compile() {
  mkdir -p "$2"
  find "$1" -maxdepth 1 -name '*.c' -printf '%f\\n' | sed 's/\\.c$//' | xargs -P 2 -I NAME \
    cc -O1 -Wall -Wextra -Werror -s -o "$2/NAME" "$1/NAME.c"
}
compile "$1" "$2/attacks"
compile "$1/needed" "$2/needed"`;

/**
 * Puts all programs into a folder that isn't there yet: `attacks`, `needed`, and `run.sh`, which runs all
 * of both. They are compiled once for each file of tests.
 */
export async function placePrograms(into: HostPath): Promise<void> {
  await cp(await compiled(), into, { recursive: true });
}

const compiled = once(async () => {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'binary-builder-attacks-')));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  await compileInto(folder);
  return folder;
});

/** Compiles the programs with the toolchain of the stack that they are made to attack. */
async function compileInto(folder: HostPath): Promise<void> {
  await giveToBuildUser(folder);
  const sandbox = await openSandbox(
    { name: 'bubblewrap' },
    await preparedRoot({ toolchain: true }),
    testContext,
  );
  const { exitCode, stdout, stderr } = await sandbox.capture({
    argv: ['sh', '-euc', COMPILE, 'compile', GUEST.source, GUEST.staging],
    environment: FIXED_ENVIRONMENT,
    directory: GUEST.staging,
    mounts: [
      { host: PROGRAMS, guest: GUEST.source, access: 'read-only' },
      { host: folder, guest: GUEST.staging, access: 'read-write' },
    ],
  });
  if (exitCode !== 0) throw new Error(`the attacks can't be compiled:\n${stdout}${stderr}`);
  for (const file of await readdir(PROGRAMS)) {
    if (!file.endsWith('.sh')) continue;
    await copyFile(
      inHost(PROGRAMS, file),
      inHost(folder, ...(file === 'run.sh' ? [] : ['attacks']), file),
    );
  }
  await execa('chmod', ['-R', 'a+rX', folder]);
}
