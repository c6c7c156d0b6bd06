import nodePath from 'node:path';
import { batches, versionOf } from '../../elf/index.js';
import type { Subject } from '../check.js';

/** What pkg-config makes of a file: the flags for compiling and linking, or why it gives none. */
type Answer = { path: string; flags: string } | { path: string; refusal: string };

const PKG_CONFIG = { name: 'pkg-config', package: 'pkgconf', purpose: 'to ask .pc files' };

/**
 * Asks for many files in one go, since starting a sandbox takes longer than all answers; of each it
 * prints two texts, ended by NUL bytes.
 */
const ASK = String.raw`
for file do
  if flags=$(pkg-config --cflags --libs "$file" 2>/dev/null)
  then printf 'flags\000%s\000' "$flags"
  else printf 'refusal\000%s\000' "$(pkg-config --cflags --libs "$file" 2>&1)"
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
  if (answers.some((answer) => 'refusal' in answer)) await versionOf(PKG_CONFIG, run);
  return answers;
}

function readAnswers(output: string, paths: readonly string[]): Answer[] {
  const fields = output.split('\0');
  return paths.map((path, index) => {
    const [kind, text] = fields.slice(index * 2);
    if (text === undefined) throw new Error(`pkg-config answered nothing about ${path}`);
    // The last line says what is missing; those before are advice for who sits at the keyboard.
    const [refusal = ''] = text.trim().split('\n').slice(-1);
    return kind === 'flags' ? { path, flags: text } : { path, refusal };
  });
}
