import nodePath from 'node:path';
import { batches, versionOf } from '../../elf/index.js';
import type { Subject } from '../check.js';

/** What pkg-config makes of a file. */
interface Answer {
  readonly path: string;
  /** Why it gives no flags, each fault once; empty when it gives them. */
  readonly refusals: string[];
  /** The flags for compiling and linking: of a refused file, those that it would give by itself. */
  readonly flags: string;
}

const PKG_CONFIG = { name: 'pkg-config', package: 'pkgconf', purpose: 'to ask .pc files' };

/**
 * Asks for many files in one go, since starting a sandbox takes longer than all answers; of each it
 * prints four texts, ended by NUL bytes. pkg-config stops at the first kind of requirement that is
 * missing, so a refused file is asked for again as copies: without what it requires publicly, and
 * without any requirement, which gives its own flags.
 */
const ASK = String.raw`
without() {
  sed -e ':join' -e '/\\$/{N;s/\\\n//;b join' -e '}' -e "/^[[:blank:]]*$1[[:blank:]]*:/d" "$2" > "$3"
}
flags_of() { pkg-config "$@" --cflags --libs 2>/dev/null; }
words_of() { pkg-config "$@" --cflags --libs 2>&1 >/dev/null; }
for file do
  if flags=$(flags_of "$file")
  then printf '\000\000\000%s\000' "$flags"
  else
    copies=$(mktemp -d) && copy=$copies/$(basename "$file")
    own=--define-variable=pcfiledir=$(dirname "$file")
    printf '%s\000' "$(words_of "$file")"
    without Requires "$file" "$copy"
    printf '%s\000' "$(words_of "$own" "$copy")"
    without 'Requires[.a-z]*' "$file" "$copy"
    printf '%s\000%s\000' "$(words_of "$own" "$copy")" "$(flags_of "$own" "$copy")"
    rm -r "$copies"
  fi
done`;

/**
 * Puts files of the tree to the stack's pkg-config, which finds all others of the tree too.
 * @throws BuilderError MISSING_PROGRAM
 */
export async function askPkgConfig(
  paths: readonly string[],
  { entries, prefix, run, signal }: Pick<Subject, 'entries' | 'prefix' | 'run' | 'signal'>,
): Promise<Answer[]> {
  const folders = entries
    .filter(({ path }) => path.endsWith('.pc'))
    .map(({ path }) => nodePath.posix.join(prefix, nodePath.posix.dirname(path)));
  const search = `PKG_CONFIG_PATH=${[...new Set(folders)].join(':')}`;
  const answers: Answer[] = [];
  for (const batch of batches(paths)) {
    signal?.throwIfAborted();
    const files = batch.map((path) => nodePath.posix.join(prefix, path));
    const output = await run(['env', search, 'sh', '-c', ASK, 'ask', ...files]);
    answers.push(...readAnswers(output, batch));
  }
  if (answers.some(({ refusals }) => refusals.length > 0)) await versionOf(PKG_CONFIG, run);
  return answers;
}

function readAnswers(output: string, paths: readonly string[]): Answer[] {
  const fields = output.split('\0');
  return paths.map((path, index) => {
    const [whole, inner, own, flags] = fields.slice(index * 4);
    if (whole === undefined || inner === undefined || own === undefined || flags === undefined) {
      throw new Error(`pkg-config answered nothing about ${path}`);
    }
    return { path, refusals: [...new Set([whole, inner, own].flatMap(reasonsIn))], flags };
  });
}

/** Lines that say what is missing; others are advice for who sits at the keyboard. */
const REASON = /^(?:Package '.*(?:not found|has version .*)|Version '.* conflicts with .*)$/gm;

function reasonsIn(words: string): string[] {
  const reasons = words.match(REASON);
  if (reasons !== null) return reasons;
  return words
    .trim()
    .split('\n')
    .slice(-1)
    .filter((line) => line !== '');
}
