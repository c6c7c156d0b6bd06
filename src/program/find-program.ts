import { access, constants } from 'node:fs/promises';
import nodePath from 'node:path';
import { hostPath, inHost, type HostPath } from '../path.js';

/** Where a program is in a PATH, or nothing. */
export async function findProgram(
  name: string,
  path: string | undefined = process.env.PATH,
): Promise<HostPath | undefined> {
  for (const folder of (path ?? '').split(nodePath.delimiter)) {
    if (folder === '') continue;
    const file = inHost(hostPath(folder), name);
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return undefined;
}
