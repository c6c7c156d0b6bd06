import { lengthFault } from '../name.js';
import { pathPattern } from './wildcards.js';

/** One glob may stand for so many, by what it has in braces. */
const MOST_ALTERNATIVES = 64;

/** Bytes of a glob. */
const LONGEST = 1024;

/** What shells with extended patterns take for one: `+(a|b)`. */
const EXTENDED = /(?<!\\)[?*+@!]\(/;

/**
 * What is wrong with a glob, relative to a tree. Where one comes from a file or an argument, that is
 * asked before {@link matcher} gets it.
 */
export function globFault(glob: string): string | undefined {
  if (glob === '' || glob.startsWith('/') || glob.split('/').includes('..')) {
    return 'expected a relative path without ..';
  }
  if (/[\p{Cc}\u2028\u2029]/u.test(glob)) return 'has a character in it that no name should have';
  if (Buffer.byteLength(glob) > LONGEST) return `has more than ${LONGEST} bytes`;
  if (EXTENDED.test(glob)) {
    return 'has an extended pattern such as +(a|b) in it: name what is meant, as in {a,b}';
  }
  const given = globsOf(glob);
  if (given.length > MOST_ALTERNATIVES) {
    return `stands for more than ${MOST_ALTERNATIVES} by what it has in braces: use several, or a wildcard`;
  }
  return given.map(lengthFault).find((fault) => fault !== undefined);
}

/**
 * Whether a path relative to the tree's root matches one of the globs. `*` doesn't cross a slash, `**`
 * does, and both match dot files: in a tree of installed files they are files like any other.
 * @throws TypeError for a glob that {@link globFault} finds a fault with
 */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  const faulty = globs.find((glob) => globFault(glob) !== undefined);
  if (faulty !== undefined) throw new TypeError(`nobody looked at the glob ${faulty}`);
  const tests = globs.flatMap(globsOf).map((glob) => pathPattern(glob.replace(/^(?:\.\/+)+/, '')));
  return (path) => {
    const names = path.split('/');
    return tests.some((test) => test(names));
  };
}

/** The globs without braces that one with braces stands for; of too many, one too many. */
function globsOf(glob: string): string[] {
  const found: string[] = [];
  for (const one of alternatives(glob)) {
    found.push(one);
    if (found.length > MOST_ALTERNATIVES) break;
  }
  return found;
}

function* alternatives(glob: string): Generator<string> {
  const braces = firstBraces(glob);
  if (braces === undefined) {
    yield glob;
    return;
  }
  const { start, commas, end } = braces;
  const bounds = [start, ...commas, end];
  for (const [index, bound] of bounds.slice(1).entries()) {
    const chosen = glob.slice((bounds[index] ?? 0) + 1, bound);
    yield* alternatives(glob.slice(0, start) + chosen + glob.slice(end + 1));
  }
}

interface Braces {
  readonly start: number;
  readonly commas: readonly number[];
  readonly end: number;
}

/** The first braces that have an end and a comma; others are characters like any. */
function firstBraces(glob: string): Braces | undefined {
  const open: { start: number; commas: number[] }[] = [];
  let first: Braces | undefined;
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob[at];
    if (character === '\\') at += 1;
    else if (character === '{') open.push({ start: at, commas: [] });
    else if (character === ',') open.at(-1)?.commas.push(at);
    else if (character === '}') {
      const braces = open.pop();
      if (braces === undefined || braces.commas.length === 0) continue;
      if (first === undefined || braces.start < first.start) first = { ...braces, end: at };
    }
  }
  return first;
}
