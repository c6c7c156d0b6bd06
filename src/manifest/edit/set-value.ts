import type { Edit } from './edit.js';
import { refuseElsewhere } from './refuse.js';
import type { Located, Manifest, MapItem } from '../model/index.js';
import { quotingOf, writeScalar } from './scalar.js';
import type { Style } from './style.js';

/**
 * Writes another text where one stands, quoted as that was.
 * @param what the item in words, for the error
 * @throws BuilderError MANIFEST_INVALID when it is written elsewhere
 */
export function setValue(
  manifest: Manifest,
  style: Style,
  item: MapItem,
  key: string,
  located: Located<string>,
  value: string,
  what: string,
): Edit | undefined {
  if (located.value === value) return undefined;
  refuseElsewhere(manifest, item.range, located, key, what);
  const { text } = manifest;
  const written = writeScalar(value, {
    quoting: quotingOf(text, located) ?? 'plain',
    quote: style.quote,
  });
  const gap = located.start === located.end ? ' ' : '';
  const { start, end } = located;
  return { splices: [{ start, end, text: gap + written }], changed: [{ start, end }], removed: [] };
}
