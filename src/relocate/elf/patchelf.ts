import { BuilderError, reasonOf } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { keepingAttributes } from '../files/attributes.js';
import type { FileEntry } from '../../tree/index.js';
import { argumentOf, versionOf, type RunTool } from '../../elf/index.js';
import { blankOrphan } from './orphan.js';

const PATCHELF = { name: 'patchelf', package: 'patchelf', purpose: "to set a file's RPATH" };

/** An RPATH to be set. RUNPATH yields to LD_LIBRARY_PATH, RPATH doesn't: a file keeps its kind. */
export interface RpathChange {
  file: FileEntry;
  kind: 'RPATH' | 'RUNPATH';
  from: readonly string[];
  to: readonly string[];
  /** Whether `from` names a place of the build, of which no string may be left. */
  ofBuild: boolean;
}

/**
 * Sets RPATHs with the stack's `patchelf`, which is asked for only when there is something to set.
 * @throws BuilderError MISSING_PROGRAM when the stack has none, or one that corrupts files;
 * STEP_FAILED when it refuses a file
 */
export async function setRpaths(
  root: HostPath,
  changes: readonly RpathChange[],
  run: RunTool,
  signal?: AbortSignal,
): Promise<void> {
  if (changes.length === 0) return;
  refuseBroken(await versionOf(PATCHELF, run));
  for (const change of changes) {
    signal?.throwIfAborted();
    await keepingAttributes(root, [change.file], async () => {
      await setRpath(change, run);
      // patchelf takes the tag away, and leaves what it named.
      if (change.ofBuild) await blankOrphan(inHost(root, change.file.path), change.from.join(':'));
    });
  }
}

/** patchelf 0.18 corrupts programs: https://github.com/NixOS/patchelf/issues/593. */
function refuseBroken(answer: string): void {
  const version = /\d+(?:\.\d+)+/.exec(answer)?.[0] ?? '';
  if (!/^0\.18(?:\.|$)/.test(version)) return;
  throw new BuilderError('MISSING_PROGRAM', `The stack's patchelf ${version} corrupts files`, {
    hint: "Put another version of the package 'patchelf' into the stack; 0.14.3, of Debian 12, is fine.",
  });
}

async function setRpath({ file, kind, to }: RpathChange, run: RunTool): Promise<void> {
  const force = kind === 'RPATH' ? ['--force-rpath'] : [];
  const set = to.length === 0 ? ['--remove-rpath'] : ['--set-rpath', to.join(':')];
  try {
    await run(['patchelf', ...force, ...set, argumentOf(file.path)]);
  } catch (cause) {
    throw new BuilderError(
      'STEP_FAILED',
      `patchelf could not set the ${kind} of ${file.path} to '${to.join(':')}': ${reasonOf(cause)}`,
      {
        hint: `Have the linker set it instead: LDFLAGS with -Wl,-rpath,'$ORIGIN/…' in the recipe.`,
        cause,
      },
    );
  }
}
