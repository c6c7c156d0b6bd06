import { createHash } from 'node:crypto';
import { lstat, mkdir, readFile, readlink, writeFile } from 'node:fs/promises';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { listTree } from '../../src/tree/index.js';
import { temporaryFolder } from '../e2e/cli.js';

/** A folder of the machine that nothing may read, change or delete. */
export interface Canary {
  folder: HostPath;
  /** Asserts that it is as it was, and that its secret isn't in any of some folders. */
  readonly isUntouched: (t: ExecutionContext, elsewhere: readonly HostPath[]) => Promise<void>;
}

/**
 * Makes one that has all that relocation and pruning look for: an installed tree.
 * @param tree where in it the tree is
 */
export async function canary(t: ExecutionContext, tree = ''): Promise<Canary> {
  const folder = inHost(await temporaryFolder(t), 'canary');
  const secret = `secret of the machine ${hostPath(folder)}`;
  const files = {
    'lib/libx.la': `libdir='/binary-builder/staging/x' # ${secret}\n`,
    'lib/libx.a': secret,
    'lib/pkgconfig/x.pc': `prefix=/binary-builder/staging # ${secret}\n`,
    'bin/x': `#!/binary-builder/source/x\n${secret}\n`,
    'share/doc/x': secret,
    'share/man/man1/x.1': secret,
  };
  for (const [name, text] of Object.entries(files)) {
    const file = inHost(folder, tree, name);
    await mkdir(hostPath(file, '..'), { recursive: true });
    await writeFile(file, text);
  }
  const before = await stateOf(folder);
  return {
    folder,
    isUntouched: async (t, elsewhere) => {
      t.deepEqual(await stateOf(folder), before);
      const { stdout } = await execa('grep', ['-rlaF', '--', secret, ...elsewhere], {
        reject: false,
      });
      t.is(stdout, '', 'the secret got out');
    },
  };
}

/** Everything below a folder, with mode, owner, time of change and content. */
async function stateOf(folder: HostPath): Promise<string[]> {
  const paths = ['.', ...(await listTree(folder)).map(({ path }) => path)];
  return await Promise.all(
    paths.map(async (path) => {
      const stats = await lstat(inHost(folder, path));
      const content = stats.isFile()
        ? createHash('sha256')
            .update(await readFile(inHost(folder, path)))
            .digest('hex')
        : stats.isSymbolicLink()
          ? await readlink(inHost(folder, path))
          : '';
      return `${path} ${stats.mode} ${stats.uid} ${stats.ctimeMs} ${content}`;
    }),
  );
}
