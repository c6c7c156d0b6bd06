import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { hostPath, inHost, type HostPath } from '../path.js';

/** The folder that this package was installed to; `recipes/` and `stacks/` are in it. */
export const PACKAGE: HostPath = hostPath(fileURLToPath(new URL('../..', import.meta.url)));

/** The version of binary-builder itself. */
export async function toolVersion(): Promise<string> {
  const text = await readFile(inHost(PACKAGE, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
