import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { testCache } from '../prepared-root.js';

/** Every line of Node that somebody maintains. */
export const LINES = [22, 24, 26] as const;

/** One of {@link LINES}. */
export type Line = (typeof LINES)[number];

/** The newest Node of a line, as npm has it: the folder of its program, to stand first in `PATH`. */
export async function nodeOf(line: Line): Promise<HostPath> {
  const name = `node-linux-${process.arch}`;
  const home = inHost(testCache, 'node', String(line));
  const folder = inHost(home, 'node_modules', name, 'bin');
  if (existsSync(inHost(folder, 'node'))) return folder;
  await mkdir(inHost(testCache, 'node'), { recursive: true });
  const fresh = hostPath(await mkdtemp(inHost(testCache, 'node', '.fresh-')));
  try {
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    await execa('npm', ['install', ...options, '--prefix', fresh, `${name}@${line}`]);
    await rename(fresh, home);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** Variables with which everything that is started runs under a Node. */
export function under(folder: HostPath): { PATH: string } {
  return { PATH: `${folder}:${process.env.PATH ?? ''}` };
}
