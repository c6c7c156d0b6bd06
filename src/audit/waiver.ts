import { BuilderError } from '../error.js';
import { matcher } from '../pattern/index.js';
import { didYouMean } from '../text/index.js';
import { checks } from './checks.js';
import type { Finding } from './finding.js';

/** A check that a recipe has switched off, for all files or for some. */
export interface Waiver {
  readonly check: string;
  readonly reason: string;
  /** Globs, relative to the tree's root; none means every file. */
  readonly files: readonly string[];
}

/** Whether a waiver covers a finding. */
export function covers({ check, files }: Waiver, finding: Finding): boolean {
  if (finding.check !== check) return false;
  return files.length === 0 || matcher(files)(finding.path);
}

/**
 * Sees to it that waivers name checks that there are.
 * @param recipe the recipe's name, for the message
 * @throws BuilderError RECIPE_INVALID, which suggests the nearest
 */
export function requireKnownChecks(waivers: readonly Waiver[], recipe: string): void {
  const known = Object.keys(checks);
  const unknown = waivers.find(({ check }) => !known.includes(check));
  if (unknown === undefined) return;
  throw new BuilderError(
    'RECIPE_INVALID',
    `The recipe '${recipe}' skips the check '${unknown.check}', which there is not.`,
    {
      hint: didYouMean(unknown.check, known) + "'binary-builder audit --explain' lists the checks.",
    },
  );
}
