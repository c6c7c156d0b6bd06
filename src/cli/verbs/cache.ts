import prettyBytes from 'pretty-bytes';
import * as z from 'zod';
import { BuilderError } from '../../error.js';
import {
  CACHE_KINDS,
  cacheFolders,
  cacheRoot,
  cacheUsage,
  pruneCache,
  type CacheKind,
} from '../../store/index.js';
import { suggest } from '../../text/index.js';
import { commonOptions, parseCount } from '../options.js';
import { table } from '../print/table.js';
import { told } from '../print/told.js';
import { print } from '../session.js';
import { chooseSubverb } from '../words.js';

const cacheOptions = commonOptions.extend({
  olderThan: z.string().optional(),
  kind: z.array(z.string()).optional(),
});

/** `binary-builder cache [show | prune]` */
export async function run(words: string[], raw: unknown): Promise<void> {
  const options = cacheOptions.parse(raw);
  const { subverb } = chooseSubverb('cache', ['show', 'prune'], words);
  const folders = cacheFolders(cacheRoot(process.env));
  if (subverb === 'show') {
    const usage = await cacheUsage(folders);
    const total = usage.reduce((sum, { bytes }) => sum + bytes, 0);
    print(options, { root: folders.root, usage }, told(usageText, folders.root, usage, total));
    return;
  }
  const days = parseCount('--older-than', options.olderThan);
  const { removed, kept } = await pruneCache(folders, {
    ...(days === undefined ? {} : { olderThanDays: days }),
    ...(options.kind === undefined ? {} : { kinds: options.kind.map(parseKind) }),
  });
  const freed = removed.reduce((sum, { bytes }) => sum + bytes, 0);
  print(
    options,
    { removed, kept },
    told(
      (left) =>
        [
          ...left.map(({ path, reason }) => `kept ${path}: ${reason}`),
          `Removed ${removed.length} entries, ${prettyBytes(freed)}.`,
        ].join('\n'),
      kept,
    ),
  );
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

function parseKind(word: string): CacheKind {
  const kind = CACHE_KINDS.find((known) => known === word);
  if (kind !== undefined) return kind;
  const nearest = suggest(word, CACHE_KINDS);
  throw new BuilderError('USAGE', `The cache has no kind '${word}'.`, {
    hint:
      (nearest === undefined ? '' : `Did you mean '${nearest}'? `) +
      `Kinds: ${CACHE_KINDS.join(', ')}.`,
  });
}
