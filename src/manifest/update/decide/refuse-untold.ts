import type { Arch } from '../../../architecture.js';
import { BuilderError } from '../../../error.js';
import { archOfStack, toldArch, toldArchs } from '../../model/index.js';
import type { Wishes } from './facts.js';
import type { PlannedEntry } from './plan/planned-entry.js';

/**
 * Refuses entries that would not tell their architecture, in a manifest of several: nobody could tell
 * them from those of others, and the next update would take them for what they are not.
 *
 * @param architectures those that the manifest is to have: entries may be silent if it is one
 * @throws BuilderError USAGE
 */
export function refuseUntold(
  entries: readonly PlannedEntry[],
  architectures: readonly Arch[] | undefined,
  uriOf: Wishes['uriOf'],
): void {
  if (architectures?.length === 1 || toldArchs(entries).size < 2) return;
  const byStacks = entries.some(({ stacks }) => stacks?.some((name) => archOfStack(name)) === true);
  for (const { record, arch, stacks, name, version } of entries) {
    if (record === undefined || arch === 'every') continue;
    const uri = uriOf(record);
    const told = toldArch(uri, stacks);
    if (told === record.arch || (byStacks && told === undefined && arch === 'x64')) continue;
    const file = uri.slice(uri.lastIndexOf('/') + 1);
    const says = told === undefined ? "doesn't say that" : `says ${told}`;
    throw new BuilderError(
      'USAGE',
      `${name} ${version} is for ${record.arch}, and the file name of its address ${says}: ${file}`,
      {
        hint:
          'The manifest has entries for several architectures, which only file names tell apart: put {arch} ' +
          'or {file} behind the last slash of --uri.',
      },
    );
  }
}
