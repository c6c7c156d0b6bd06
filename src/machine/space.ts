import { statfs } from 'node:fs/promises';
import { hostPath, type HostPath } from '../path.js';
import type { Diagnosis } from './diagnosis.js';

/** Bytes that a stack and a build need. */
const NEEDED = 5e9;

/** The room on the disk that the cache is on. */
export async function diagnoseSpace(folder: HostPath): Promise<Diagnosis> {
  const { bavail, bsize } = await statfs(await existing(folder));
  const free = bavail * bsize;
  const state = free >= NEEDED ? 'ok' : 'missing';
  return { of: 'disk space', state, folder, free, needed: NEEDED };
}

/** The nearest folder above a path that exists already. */
async function existing(path: HostPath): Promise<HostPath> {
  try {
    await statfs(path);
    return path;
  } catch {
    return existing(hostPath(path, '..'));
  }
}
