import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import { gzipSync } from 'node:zlib';

import type { ExecutionContext } from 'ava';
import { execa } from 'execa';

import {
  compareArtifacts,
  comparisonText,
  type Comparison,
  type CompareOptions,
  type Side,
} from '../../src/compare/index.js';
import type { RunTool } from '../../src/elf/index.js';
import { hostPath, inHost, type HostPath } from '../../src/path.js';

/** What a tree has at each path. */
export type Tree = Record<string, string | Buffer | { link: string } | { mode: number }>;

/** A directory that is removed after the test. */
export async function scratch(t: ExecutionContext): Promise<HostPath> {
  const directory = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'compare-')));
  t.teardown(() => rm(directory, { recursive: true }));
  return directory;
}

/** Makes a tree, and packs it reproducibly unless `options` of GNU tar say otherwise. */
export async function artifact(
  t: ExecutionContext,
  tree: Tree,
  { options = [], gzip = gzipSync }: { options?: string[]; gzip?: (tar: Buffer) => Buffer } = {},
): Promise<Side> {
  const folder = await scratch(t);
  const root = inHost(folder, 'tree');
  await mkdir(root);
  for (const [path, content] of Object.entries(tree)) {
    const target = inHost(root, path);
    await mkdir(nodePath.dirname(target), { recursive: true });
    if (typeof content === 'string' || Buffer.isBuffer(content)) await writeFile(target, content);
    else if ('link' in content) await symlink(content.link, target);
    else {
      await writeFile(target, '');
      await chmod(target, content.mode);
    }
  }
  const fixed = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  const { stdout } = await execa(
    'tar',
    ['-c', '--format=ustar', ...fixed, ...options, '-C', root, ...topOf(tree)],
    { encoding: 'buffer', env: { TZ: 'UTC' } },
  );
  const file = inHost(folder, 'artifact.tgz');
  await writeFile(file, gzip(Buffer.from(stdout)));
  return { file, tree: root };
}

function topOf(tree: Tree): string[] {
  return [...new Set(Object.keys(tree).map((path) => path.split('/', 1)[0] ?? path))];
}

/** Runs this machine's own tools on a tree, as the sandbox would run the stack's. */
export function runIn(tree: HostPath): RunTool {
  return async ([program, ...args]) => {
    const options = { cwd: tree, env: { LC_ALL: 'C' }, stripFinalNewline: false };
    return (await execa(program, args, options)).stdout;
  };
}

/** Compares two artifacts; the text without the lines with the digests. */
export async function compare(
  before: Side,
  after: Side,
  options: Partial<CompareOptions> = {},
): Promise<{ comparison: Comparison; text: string }> {
  const comparison = await compareArtifacts(before, after, { runIn, ...options });
  const lines = comparisonText(comparison, { before: 'old.tgz', after: 'new.tgz' });
  return { comparison, text: lines.slice(3).join('\n') };
}

/** Compares two trees that are packed alike. */
export async function compareTrees(
  t: ExecutionContext,
  before: Tree,
  after: Tree,
  options: Partial<CompareOptions> = {},
): Promise<{ comparison: Comparison; text: string }> {
  return compare(await artifact(t, before), await artifact(t, after), options);
}
