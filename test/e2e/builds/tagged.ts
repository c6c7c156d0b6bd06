import { cp } from 'node:fs/promises';
import { execa } from 'execa';
import { hostPath, type HostPath } from '../../../src/path.js';

/** A git repository. */
export interface Tagged {
  path: HostPath;
  /** What the tag points to. */
  commit: string;
  /** Runs git in it. */
  git: (...args: string[]) => Promise<string>;
}

/**
 * A git repository of one of the trees beside this file, with a tag.
 * @param tree its folder's name
 */
export async function tagged(path: HostPath, tree: string, tag: string): Promise<Tagged> {
  await cp(hostPath(import.meta.dirname, tree), path, { recursive: true });
  const git = async (...args: string[]) => {
    const identity = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.com'];
    return (await execa('git', ['-C', path, ...identity, ...args])).stdout;
  };
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--no-gpg-sign', '--message=Greet people');
  await git('tag', tag);
  return { path, commit: await git('rev-parse', 'HEAD'), git };
}
