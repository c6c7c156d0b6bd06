import { stat } from 'node:fs/promises';
import { hostPath, inHost } from '../path.js';
import type { Asked } from './find-verb.js';

/** Bytes of YAML that are read, compared and written in some tenths of a second. No manifest in use has as many. */
const LARGE = 256 * 1024;

/**
 * Whether the work is to be done apart from whoever listens to signals: a large manifest keeps a process busy,
 * which hears nothing meanwhile, for seconds.
 */
export async function isApart(asked: Asked): Promise<boolean> {
  if (asked.what !== 'verb') return false;
  const { name, rest: words } = asked;
  for (const file of words.flatMap((word) => manifestsBy(name, word))) {
    if (file === 'unknown') return true;
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() === true && found.size >= LARGE) return true;
  }
  return false;
}

/** Where an argument's manifest would be; `unknown` for one that comes from elsewhere than from a file. */
function manifestsBy(name: string, word: string): string[] {
  const value = word.startsWith('-') && word !== '-' ? word.replace(/^[^=]*=?/, '') : word;
  if (value === '') return [];
  if (name === 'manifest diff' && (value === '-' || value.includes(':'))) return ['unknown'];
  if (name.startsWith('manifest ') || /^buildpack (list|summary)$/.test(name)) return [value];
  if (!name.startsWith('buildpack ')) return [];
  return value.endsWith('.yml') ? [value] : [inHost(hostPath(value), 'manifest.yml')];
}
