import { copyFile, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../src/path.js';

/**
 * A copy of a checkout as it is now, with what git doesn't know yet and without tests that nobody wants of it.
 * Its packages are those of the checkout, behind links; what tools keep among them is its own.
 * @param isWanted of tests, by their paths: `test/version/order.test.ts`
 */
export async function copyOf(
  checkout: HostPath,
  isWanted: (test: string) => boolean,
): Promise<{ folder: HostPath; remove: () => Promise<void> }> {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'mutants-')));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
    const { stdout } = await execa('git', args, { cwd: checkout });
    for (const file of stdout.split('\0').filter((name) => name !== '')) {
      if (file.endsWith('.test.ts') && !isWanted(file)) continue;
      await mkdir(inHost(folder, path.dirname(file)), { recursive: true });
      // Removed, and git doesn't know it yet.
      await copyFile(inHost(checkout, file), inHost(folder, file)).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      });
    }
    const packages = inHost(checkout, 'node_modules');
    await mkdir(inHost(folder, 'node_modules'));
    for (const name of await readdir(packages)) {
      if (name !== '.cache') {
        await symlink(inHost(packages, name), inHost(folder, 'node_modules', name));
      }
    }
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
