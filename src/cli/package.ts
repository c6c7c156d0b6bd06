import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { hostPath, inHost, type HostPath } from '../path.js';

/** The folder that this package was installed to; `recipes/` and `stacks/` are in it. */
export const PACKAGE: HostPath = packageAbove(hostPath(fileURLToPath(import.meta.url)));

/** From dist/ it is one folder up, from the sources it is two. */
function packageAbove(path: HostPath): HostPath {
  const above = hostPath(path, '..');
  return existsSync(inHost(above, 'package.json')) ? above : packageAbove(above);
}

/** The version of binary-builder itself. */
export async function toolVersion(): Promise<string> {
  const text = await readFile(inHost(PACKAGE, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
