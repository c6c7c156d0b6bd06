import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Address } from '../../../network/index.js';
import { reasonOf, systemErrorCode } from '../../../error.js';
import { hostPath, type HostPath } from '../../../path.js';
import { Digesting } from '../../../files/index.js';
import {
  fileNameFrom,
  capped,
  OriginFailure,
  land,
  Progress,
  requireSize,
  type Received,
  type Receiving,
} from '../../receive/index.js';

/**
 * Copies a file of the machine, named by a `file:` URL.
 * @throws OriginFailure
 */
export async function receiveFile(address: Address, receiving: Receiving): Promise<Received> {
  const { landing, limits, signal } = receiving;
  const path = pathOf(new URL(address.full()));
  const total = await sizeOf(path);
  const digesting = new Digesting();
  const progress = new Progress(receiving, address.public, 0, total);
  requireSize(total, limits);
  // It may grow meanwhile.
  const content = capped(contentOf(path, signal), 0, total, limits);
  await land(landing, content, 'replace', digesting, (bytes) => {
    progress.update(bytes);
  });
  progress.tell(digesting.size);
  return { ...digesting.measure(), fileName: fileNameFrom(path), resumed: false, html: false };
}

function pathOf(url: URL): HostPath {
  try {
    return hostPath(fileURLToPath(url));
  } catch (error) {
    throw new OriginFailure({ kind: 'final' }, reasonOf(error));
  }
}

async function sizeOf(path: HostPath): Promise<number> {
  const stats = await stat(path).catch((error: unknown) => {
    throw unreadable(error);
  });
  if (stats.isFile()) return stats.size;
  throw new OriginFailure({ kind: 'final' }, 'it is not a file');
}

async function* contentOf(path: HostPath, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const content: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: 1 << 18 });
  try {
    for await (const chunk of content) {
      if (signal.aborted) break;
      yield chunk;
    }
  } catch (error) {
    throw unreadable(error);
  }
  signal.throwIfAborted();
}

function unreadable(error: unknown): OriginFailure {
  return new OriginFailure({ kind: 'final' }, unreadableReason(error));
}

function unreadableReason(error: unknown): string {
  switch (systemErrorCode(error)) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
      return 'this user may not read it';
    default:
      return `it cannot be read: ${reasonOf(error)}`;
  }
}
