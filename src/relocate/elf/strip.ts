import type { HostPath } from '../../path.js';
import { keepingAttributes } from '../files/attributes.js';
import type { FileEntry } from '../../tree/index.js';
import { argumentOf, onEachBatch, type Refusal, type RunTool } from '../../elf/index.js';

const STRIP = { name: 'strip', package: 'binutils', purpose: 'to strip programs and libraries' };

/** What `strip` takes away: everything that isn't needed to link or run, or debug information alone. */
type StripMode = '--strip-unneeded' | '--strip-debug';

/**
 * Strips files with the stack's `strip`. Archives come out without times and owners, so that the same
 * members always give the same bytes.
 * @returns the files that strip doesn't understand, left as they were
 * @throws BuilderError MISSING_PROGRAM
 */
export async function stripFiles(
  root: HostPath,
  files: readonly FileEntry[],
  mode: StripMode,
  run: RunTool,
  signal?: AbortSignal,
): Promise<Refusal[]> {
  if (files.length === 0) return [];
  const strip = async (batch: readonly string[]) => {
    await run(['strip', mode, '--enable-deterministic-archives', ...batch.map(argumentOf)]);
  };
  return keepingAttributes(root, files, () =>
    onEachBatch(
      files.map(({ path }) => path),
      STRIP,
      run,
      strip,
      signal,
    ),
  );
}
