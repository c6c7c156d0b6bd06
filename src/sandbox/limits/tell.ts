import prettyBytes from 'pretty-bytes';
import { BuilderError, type ErrorCode, type NextCommand } from '../../error.js';
import { limitText } from '../../limit.js';
import type { Exceeded } from './limits.js';

/** What people are told of a limit that was exceeded. */
interface ToldLimit {
  /** As the end of a sentence that begins with what ran. */
  readonly what: string;
  readonly hint: string;
}

/**
 * Words for a limit that was exceeded. Pure.
 * @param where `recipe` where a recipe can say it too
 */
export function tellExceeded(exceeded: Exceeded, where: 'recipe' | 'command line'): ToldLimit {
  const { limit, value } = exceeded;
  const text = `${limit}=${limitText(limit, value)}`;
  if (exceeded.limit === 'free-disk') {
    return {
      what: `was stopped by the limit ${text}: only ${prettyBytes(exceeded.free)} are free on the disk of ${exceeded.folder}`,
      hint: `Make room, for example with \`binary-builder cache prune\`; or lower the limit: ${ways(limit, limitText(limit, Math.max(1, Math.floor(value / 2))), where)}`,
    };
  }
  return {
    what: `exceeded the limit ${text}: ${HAPPENED[exceeded.limit]}`,
    hint: `To raise the limit: ${ways(limit, limitText(limit, value * 2), where)}`,
  };
}

const HAPPENED = {
  time: 'it was not done by then, and was ended',
  processes: 'it wanted to run more at once',
  'file-size': 'it wanted to write a larger file',
  memory: 'it wanted more, and the kernel ended one of its processes',
} as const;

function ways(limit: string, value: string, where: 'recipe' | 'command line'): string {
  const recipe = where === 'recipe' ? `, or \`limits: { ${limit}: ${value} }\` in the recipe` : '';
  return `--limit ${limit}=${value}${recipe}; none switches it off.`;
}

/** The error of something that exceeded a limit, which is DISK_FULL for the disk and else of the given code. */
export function limitError(
  code: ErrorCode,
  what: string,
  exceeded: Exceeded,
  details: {
    where: 'recipe' | 'command line';
    excerpt: readonly string[];
    hint?: string;
    next?: NextCommand;
  },
): BuilderError {
  const told = tellExceeded(exceeded, details.where);
  return new BuilderError(
    exceeded.limit === 'free-disk' ? 'DISK_FULL' : code,
    `${what} ${told.what}.`,
    {
      excerpt: details.excerpt,
      hint: [told.hint, ...(details.hint === undefined ? [] : [details.hint])].join('\n'),
      ...(details.next !== undefined && { next: details.next }),
    },
  );
}
