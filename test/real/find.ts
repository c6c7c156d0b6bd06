import { readdir, readFile } from 'node:fs/promises';
import nodePath from 'node:path';
import { execa } from 'execa';
import { isFile, kindOf } from '../../src/files/index.js';
import { hostPath, inHost, type HostPath } from '../../src/path.js';

/** A manifest that somebody has written. */
export interface RealManifest {
  /** `python-buildpack`, `python-buildpack@v1.8.2` for that of a tag, or the name of a file. */
  readonly name: string;
  /** Where it lies, or where nothing lies: that of a tag has no files around it. */
  readonly path: HostPath;
  readonly text: string;
}

/**
 * The manifests of a folder: of every checkout in it, or of itself if it is one, and files of its own that
 * end with `.yml`. Sorted by name.
 * @param tags whether those of a checkout's git tags are wanted too, of each that changed it
 */
export async function findManifests(folder: HostPath, tags: boolean): Promise<RealManifest[]> {
  const names = (await readdir(folder)).sort();
  if (names.includes('manifest.yml')) return await manifestsOf(folder, tags);
  const found: RealManifest[] = [];
  for (const name of names) {
    const path = inHost(folder, name);
    if ((await kindOf(path)) === 'folder') found.push(...(await manifestsOf(path, tags)));
    else if (name.endsWith('.yml')) found.push({ name, path, text: await readFile(path, 'utf8') });
  }
  return found;
}

async function manifestsOf(checkout: HostPath, tags: boolean): Promise<RealManifest[]> {
  const path = inHost(checkout, 'manifest.yml');
  if (!(await isFile(path))) return [];
  const name = nodePath.basename(checkout);
  const head = { name, path, text: await readFile(path, 'utf8') };
  return [head, ...(tags ? await taggedIn(checkout, head) : [])];
}

async function taggedIn(checkout: HostPath, head: RealManifest): Promise<RealManifest[]> {
  const format = '--format=%(refname:short)';
  const list = await git(checkout, 'for-each-ref', '--sort=version:refname', format, 'refs/tags');
  const seen = new Set([head.text]);
  const found: RealManifest[] = [];
  for (const tag of (list ?? '').split('\n').filter(Boolean)) {
    const text = await git(checkout, 'show', `refs/tags/${tag}:manifest.yml`);
    if (text === undefined || seen.has(text)) continue;
    seen.add(text);
    const path = hostPath(checkout, '.of-tag', tag, 'manifest.yml');
    found.push({ name: `${head.name}@${tag}`, path, text });
  }
  return found;
}

async function git(folder: HostPath, ...words: string[]): Promise<string | undefined> {
  const options = { cwd: folder, reject: false, stripFinalNewline: false } as const;
  const { exitCode, stdout } = await execa('git', words, options);
  return exitCode === 0 ? stdout : undefined;
}
