import { pathOf } from '../model/index.js';

/** Two numbers or more, with one kind of separator: `3.5.2`, `3_5_2`. */
const VERSION = /(?<![\d.])\d+(?:\.\d+)+(?!\.?\d)|(?<!\d_?)\d+(?:_\d+)+(?!_?\d)/g;

/**
 * The version that a uri is of, when it is another than this one. Tolerant: the own version may stand
 * anywhere in it, as 3.5.2, 3_5_2, 3-5-2 or 352; only a version with as many numbers counts as another,
 * in the file name or as a folder. Undefined when nothing can be told.
 */
export function otherVersionIn(uri: string, version: string): string | undefined {
  const own = /\d+(?:[._-]\d+)*/.exec(version)?.[0].split(/[._-]/);
  if (own === undefined || own.length < 2) return undefined;
  const text = `${pathOf(uri)} ${/\?[^#]*/.exec(uri)?.[0] ?? ''}`;
  if (stands(own, text)) return undefined;
  const parts = pathOf(uri).split('/');
  const file = parts.at(-1) ?? '';
  const folders = parts.slice(0, -1).filter((part) => /^[a-z]*[-_]?\d+(?:[._]\d+)+$/i.test(part));
  const ofSameShape = [file, ...folders.toReversed()]
    .flatMap((part) => part.match(VERSION) ?? [])
    .find((other) => other.split(/[._]/).length === own.length);
  return ofSameShape?.replaceAll('_', '.');
}

/** Numbers in a row, with any separators between them. */
const NUMBERS = /\d+(?:[._-]\d+)*/g;

function stands(own: readonly string[], text: string): boolean {
  const spelt = `.${own.join('.')}.`;
  const joined = `.${own.join('')}.`;
  return (text.match(NUMBERS) ?? []).some((written) => {
    const numbers = `.${written.replaceAll(/[_-]/g, '.')}.`;
    return numbers.includes(spelt) || numbers.includes(joined);
  });
}
