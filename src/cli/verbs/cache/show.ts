import prettyBytes from 'pretty-bytes';
import { cacheFolders, cacheRoot, cacheUsage } from '../../../store/index.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions, type CommonOptions } from '../../options/common.js';
import { table } from '../../print/table.js';
import { told } from '../../print/told.js';
import { print } from '../../session/print.js';
import type { Session } from '../../session/session.js';

export const verb = verbOf({
  usage: '',
  sentence: 'where the cache is, and how large',
  examples: ['binary-builder cache'],
  options: commonOptions,
  run,
});

async function run(_words: string[], options: CommonOptions, { signal }: Session): Promise<void> {
  const folders = cacheFolders(cacheRoot(process.env));
  const usage = await cacheUsage(folders, signal);
  const total = usage.reduce((sum, { bytes }) => sum + bytes, 0);
  const { root } = folders;
  print(options, { type: 'cache.measured', root, usage }, told(usageText, root, usage, total));
}

function usageText(
  root: string,
  usage: Awaited<ReturnType<typeof cacheUsage>>,
  total: number,
): string {
  const rows = usage.map(({ kind, entries, bytes, folder }) => [
    kind,
    String(entries),
    prettyBytes(bytes),
    folder,
  ]);
  const all = ['all', '', prettyBytes(total), root];
  return `${root}\n\n${table(['kind', 'entries', 'size', 'folder'], [...rows, all])}`;
}
