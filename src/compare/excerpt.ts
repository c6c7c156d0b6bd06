import { causeBetween } from './cause.js';
import type { ByteDifference, Pair } from './comparison.js';

/** How much is looked at before and behind the first byte that differs. */
export const EXCERPT_BYTES = 96;

const HEX_BYTES = 16;

/** Shorter ones turn up by chance; `strings` has the same limit. */
const SHORTEST_TEXT = 4;

/** What was found out about bytes that differ. */
interface Found extends Pick<ByteDifference, 'offset' | 'count' | 'size'> {
  /** The same on both sides, just before the first byte that differs. */
  context: Buffer;
  /** From that byte on. */
  rest: Pair<Buffer>;
}

/** Makes bytes that differ readable. Pure. */
export function describeBytes({ context, rest, ...found }: Found): ByteDifference {
  const text = textAround(context, rest);
  return {
    ...found,
    hex: { before: hexOf(rest.before), after: hexOf(rest.after) },
    text,
    cause: text && causeBetween(text.before, text.after),
  };
}

function hexOf(bytes: Buffer): string {
  const pairs = bytes.subarray(0, HEX_BYTES).toString('hex').match(/../g) ?? [];
  return pairs.join(' ');
}

function textAround(context: Buffer, rest: Pair<Buffer>): Pair<string> | null {
  if (rest.before.length === 0 || rest.after.length === 0) return null;
  const start = /[\x20-\x7e]*$/.exec(context.toString('latin1'))?.[0] ?? '';
  const [before, after] = [rest.before, rest.after].map(
    (bytes) => start + (/^[\x20-\x7e]*/.exec(bytes.toString('latin1'))?.[0] ?? ''),
  );
  if (before === undefined || after === undefined || before === after) return null;
  return before.length < SHORTEST_TEXT || after.length < SHORTEST_TEXT ? null : { before, after };
}
