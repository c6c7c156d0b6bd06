import prettyBytes from 'pretty-bytes';
import * as z from 'zod';
import { BuilderError } from '../../../error.js';
import {
  CACHE_KINDS,
  cacheFolders,
  cacheRoot,
  pruneCache,
  type CacheKind,
} from '../../../store/index.js';
import { alternatives, didYouMean } from '../../../text/index.js';
import { option, text } from '../../describe/option.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions } from '../../options/common.js';
import { parseCount } from '../../options/count.js';
import { told } from '../../print/told.js';
import { print } from '../../session/print.js';
import type { Session } from '../../session/session.js';

const options = commonOptions.extend({
  olderThan: text('<DAYS>', 'only what was not used for this many days'),
  kind: option(z.array(z.string()).optional(), {
    value: '<KIND>',
    says: `only ${alternatives(CACHE_KINDS)} (repeatable)`,
    choices: CACHE_KINDS,
    repeatable: true,
  }),
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '',
  sentence: 'remove what is not in use, or what the options say',
  help: 'Everything in the cache can be made or fetched again.',
  examples: [
    'binary-builder cache prune',
    'binary-builder cache prune --older-than 30',
    'binary-builder cache prune --kind work',
  ],
  options,
  run,
});

async function run(_words: string[], options: Options, { signal }: Session): Promise<void> {
  const folders = cacheFolders(cacheRoot(process.env));
  const days = parseCount('--older-than', options.olderThan);
  const { removed, kept } = await pruneCache(folders, {
    signal,
    ...(days === undefined ? {} : { olderThanDays: days }),
    ...(options.kind === undefined ? {} : { kinds: options.kind.map(parseKind) }),
  });
  const freed = removed.reduce((sum, { bytes }) => sum + bytes, 0);
  print(
    options,
    { type: 'cache.pruned', removed, kept },
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

function parseKind(word: string): CacheKind {
  const kind = CACHE_KINDS.find((known) => known === word);
  if (kind !== undefined) return kind;
  throw new BuilderError('USAGE', `The cache has no kind '${word}'.`, {
    hint: didYouMean(word, CACHE_KINDS) + `Kinds: ${CACHE_KINDS.join(', ')}.`,
  });
}
