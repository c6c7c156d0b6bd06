import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { inHost } from '../../path.js';
import { PACKAGE } from './package.js';

/** The version of binary-builder itself. */
export async function toolVersion(): Promise<string> {
  const text = await readFile(inHost(PACKAGE, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
