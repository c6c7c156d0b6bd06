import { replacement, type PathMap } from '../paths.js';

/** How much of what precedes and follows a place decides what happens to it; longer than any path. */
const CONTEXT = 8192;

/** A part of a rewritten text, and how many paths in it were moved. */
interface Piece {
  text: string;
  moved: number;
}

/**
 * `rewritePaths` for a text that comes in pieces, with memory for one piece only. The pieces that go
 * out are cut elsewhere than those that came in; joined, they are what the whole text gives.
 */
export async function* rewriteStream(
  pieces: AsyncIterable<string>,
  map: PathMap,
): AsyncGenerator<Piece> {
  const pattern = new RegExp(map.pattern, 'g');
  let buffer = '';
  let done = 0;
  for await (const piece of pieces) {
    buffer += piece;
    yield rewriteUpTo(buffer.length - CONTEXT);
    const settled = Math.max(0, done - CONTEXT);
    buffer = buffer.slice(settled);
    done -= settled;
  }
  yield rewriteUpTo(buffer.length);

  function rewriteUpTo(limit: number): Piece {
    let text = '';
    let moved = 0;
    pattern.lastIndex = done;
    for (let match = pattern.exec(buffer); match; match = pattern.exec(buffer)) {
      if (match.index >= limit) break;
      const end = match.index + match[0].length;
      text += buffer.slice(done, match.index);
      text += replacement(map, match[1] ?? '', buffer.charAt(end));
      done = end;
      moved += 1;
    }
    if (limit > done) {
      text += buffer.slice(done, limit);
      done = limit;
    }
    return { text, moved };
  }
}
