import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';

import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import nodePath from 'node:path';

import { hostPath, inHost, type HostPath } from '../../src/path.js';
import type { RunTool } from '../../src/elf/index.js';

/** What a path is to be: a text, a link (`{ link }`), or a text with a mode. */
export type Planted = string | { link: string } | { text: string | Buffer; mode?: number };

/** A directory that is removed after the test. */
export async function scratch(t: ExecutionContext): Promise<HostPath> {
  const directory = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'relocate-')));
  t.teardown(() => rm(directory, { recursive: true }));
  return directory;
}

/** Makes files and links below a directory. */
export async function plant(root: HostPath, tree: Record<string, Planted>): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    const target = inHost(root, path);
    await mkdir(nodePath.dirname(target), { recursive: true });
    if (typeof content === 'string') await writeFile(target, content);
    else if ('link' in content) await symlink(content.link, target);
    else {
      await writeFile(target, content.text);
      await chmod(target, content.mode ?? 0o644);
    }
  }
}

/** Runs this machine's own tools on a tree, as the sandbox would run the stack's. */
export function toolsIn(root: HostPath, calls: string[][] = []): RunTool {
  return async ([program, ...args]) => {
    calls.push([program, ...args]);
    const options = { cwd: root, env: { LC_ALL: 'C' }, stripFinalNewline: false };
    return (await execa(program, args, options)).stdout;
  };
}
