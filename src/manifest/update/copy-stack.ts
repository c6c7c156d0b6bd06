import { BuilderError } from '../../error.js';
import { applyDecisions } from './apply.js';
import { decideCopies, type StackCopy } from './decide/copy-decisions.js';
import { type Manifest, stacksOf } from '../model/index.js';
import { noEntryFor, stacksThere } from './no-entry-for.js';
import type { Update } from './options.js';

/**
 * Takes entries over to another stack, as {@link decideCopies} says. All other lines keep every byte, and a second
 * time changes nothing.
 *
 * @throws BuilderError USAGE when nothing is for the first stack, or the two are the same; MANIFEST_INVALID
 * when an edit can't be made safely
 */
export function copyStack(manifest: Manifest, copy: StackCopy): Update {
  const { from, to } = copy;
  if (from === to) throw new BuilderError('USAGE', `'${from}' and '${to}' are the same stack.`);
  const stacks = new Set(manifest.entries.flatMap((entry) => stacksOf(manifest, entry)));
  if (manifest.stack !== undefined) {
    throw new BuilderError('USAGE', `${manifest.path} is for ${manifest.stack.value} only.`, {
      hint: stacksThere(from, stacks),
    });
  }
  if (!stacks.has(from)) throw noEntryFor(manifest.path, from, stacks);
  return applyDecisions(manifest, (whole) => decideCopies(whole, copy));
}
