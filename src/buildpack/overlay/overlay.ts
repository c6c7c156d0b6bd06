import { realpath } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError } from '../../error.js';
import { hostPath, inHost, type HostPath } from '../../path.js';
import { kindOf } from '../../files/index.js';
import type { Applied } from './changes/applied.js';
import { describeAll, type FileDifference } from './file-difference.js';
import { putInPlace, type Placed } from './put-in-place.js';
import { Beside, readOverlay } from './read-overlay.js';
import { Workpiece } from './workpiece.js';
import { LEFT_OUT, writeCopy } from './write-copy.js';

/** What shall be overlaid, and where the result goes. */
export interface OverlayRequest {
  /** The buildpack's folder, which stays as it is. */
  readonly directory: HostPath;
  /** The overlay's file. */
  readonly overlay: HostPath;
  /** The folder that the copy becomes; undefined: nothing is written. */
  readonly output: HostPath | undefined;
  /** Whether a folder that is there with other content gives way. */
  readonly force: boolean;
  readonly signal?: AbortSignal;
}

/** What an overlay did. */
export interface Overlaid {
  readonly changes: readonly Applied[];
  /** In the order of paths; empty when all was so already. */
  readonly differences: readonly FileDifference[];
  /** One line each: what somebody should have a look at. */
  readonly notes: readonly string[];
  readonly placed: Placed | 'nothing';
}

/**
 * Makes a changed copy of a buildpack by an overlay. Applied to its own result, an overlay changes
 * nothing; that is tried before anything is written.
 * @throws BuilderError USAGE, OVERLAY_INVALID, OVERLAY_MISMATCH, MANIFEST_INVALID, BUILDPACK_INVALID,
 * DISK_FULL, NOT_WRITABLE; the signal's reason
 */
export async function overlayBuildpack(request: OverlayRequest): Promise<Overlaid> {
  const { directory, overlay: file, output, force, signal } = request;
  if ((await kindOf(directory)) !== 'folder') {
    throw new BuilderError('USAGE', `There is no folder ${directory}.`, {
      hint: 'Pass the folder of a buildpack.',
    });
  }
  if (output !== undefined) await refuseNested(directory, file, output);
  const overlay = await readOverlay(file);
  const piece = new Workpiece(directory);
  const changes = await piece.apply(overlay, file, new Beside(file));
  const differences = await describeAll(await piece.differences());
  const notes = changes.flatMap(({ note }) => note ?? []);
  if (output === undefined) return { changes, differences, notes, placed: 'nothing' };
  const placed = await putInPlace(output, { force, signal }, (temporary) =>
    writeCopy(piece, temporary, signal),
  );
  if ((await kindOf(inHost(directory, LEFT_OUT))) !== 'nothing') {
    notes.push(`${LEFT_OUT} is not copied`);
  }
  return { changes, differences, notes, placed };
}

/** A copy in its own original would be copied too; and what it takes the place of may be what it is made from. */
async function refuseNested(
  directory: HostPath,
  overlay: HostPath,
  output: HostPath,
): Promise<void> {
  const [from, to] = [await realpath(directory), await realOf(output)];
  if (isWithin(from, to)) {
    throw new BuilderError(
      'USAGE',
      from === to
        ? `The copy can't take the place of the buildpack itself: ${output}`
        : `The copy can't lie in the buildpack itself: ${output}`,
      { hint: 'Name another folder with --output.' },
    );
  }
  const inside = [from, await realOf(overlay)].find((path) => isWithin(to, path));
  if (inside === undefined) return;
  throw new BuilderError(
    'USAGE',
    `The copy can't take the place of a folder that has ${inside} in it.`,
    {
      hint: 'Name another folder with --output.',
    },
  );
}

/** Where a path leads, though its last parts may not be there yet. */
async function realOf(path: HostPath): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  const parent = hostPath(nodePath.dirname(path));
  return parent === path ? path : nodePath.join(await realOf(parent), nodePath.basename(path));
}

function isWithin(folder: string, path: string): boolean {
  const relative = nodePath.relative(folder, path);
  return relative === '' || (relative !== '..' && !relative.startsWith('../'));
}
