import { BuilderError, reasonOf } from '../../error.js';
import { explainDisk } from '../../files/index.js';
import type { HostPath } from '../../path.js';
import { UnsafeFault } from './fault.js';
import { UnwritableError } from './files/index.js';
import { TreeWriter } from './write.js';

/**
 * Has a folder filled.
 * @throws UnsafeFault for what a file system can't take; BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function filling(
  into: HostPath,
  fill: (writer: TreeWriter) => Promise<void>,
): Promise<void> {
  const writer = new TreeWriter(into);
  try {
    await fill(writer);
    await writer.finish();
  } catch (error) {
    throw error instanceof UnwritableError ? explained(error, into) : error;
  } finally {
    await writer.end();
  }
}

function explained({ member, cause }: UnwritableError, into: HostPath): unknown {
  const error = explainDisk(cause, into);
  if (error instanceof BuilderError) return error;
  // What is left is of the kind that a name is too long for the file system.
  return new UnsafeFault({ member, reason: `it can't be written: ${reasonOf(error)}` }, error);
}
