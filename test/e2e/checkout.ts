import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../src/path.js';

const project = hostPath(import.meta.dirname, '../..');

/** The files that git knows, as a fresh checkout has them: nothing is installed or compiled. */
export async function freshCheckout(into: HostPath): Promise<void> {
  const { stdout } = await execa('git', ['ls-files', '-z'], { cwd: project });
  for (const file of stdout.split('\0').filter((name) => name !== '')) {
    await mkdir(inHost(into, path.dirname(file)), { recursive: true });
    await copyFile(inHost(project, file), inHost(into, file));
  }
}
