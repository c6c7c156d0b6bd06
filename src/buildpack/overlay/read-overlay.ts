import { realpath } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError, reasonOf, systemErrorCode } from '../../error.js';
import { hostPath, inHost, type HostPath } from '../../path.js';
import { findInside, kindOf, LARGEST, readDocument, readRegular } from '../../files/index.js';
import { overlaySchema, type Overlay } from './schema.js';

/**
 * Reads an overlay's file.
 * @throws BuilderError USAGE when there is none; OVERLAY_INVALID with `path:line:column`
 */
export async function readOverlay(file: HostPath): Promise<Overlay> {
  if ((await kindOf(file)) !== 'file') {
    throw new BuilderError('USAGE', `There is no overlay ${file}.`, {
      hint: 'Pass the path of a YAML file that says what to change.',
    });
  }
  return readDocument(
    { path: file, text: await readAtMost(file, LARGEST.document) },
    overlaySchema,
    'OVERLAY_INVALID',
  );
}

/** Finds and reads the files that lie beside an overlay. */
export class Beside {
  readonly #folder: HostPath;
  readonly #overlay: HostPath;

  /** @param overlay its file */
  constructor(overlay: HostPath) {
    this.#overlay = overlay;
    this.#folder = hostPath(nodePath.dirname(overlay));
  }

  /**
   * The path of a file beside the overlay.
   * @throws BuilderError OVERLAY_INVALID when there is none, or a link leads elsewhere
   */
  async find(name: string): Promise<HostPath> {
    const path = inHost(this.#folder, name);
    const found = await findInside(this.#folder, name);
    if (found.kind === 'file') return found.path;
    if ((await kindOf(path)) !== 'file') {
      throw new BuilderError('OVERLAY_INVALID', `${this.#overlay}: there is no file ${path}`, {
        hint: 'What an overlay brings is named by its path beside the overlay.',
      });
    }
    const real = await realpath(path);
    throw new BuilderError('OVERLAY_INVALID', `${this.#overlay}: ${path} is a link to ${real}`, {
      hint: 'An overlay brings only what lies beside it. Put a copy there.',
    });
  }

  /** The text of a file beside the overlay. */
  async read(name: string): Promise<string> {
    return await readAtMost(await this.find(name), LARGEST.text);
  }
}

async function readAtMost(path: HostPath, most: number): Promise<string> {
  try {
    return (await readRegular(path, 'OVERLAY_INVALID', most)).toString('utf8');
  } catch (error) {
    if (systemErrorCode(error) === undefined || error instanceof BuilderError) throw error;
    throw new BuilderError('USAGE', `${path} can't be read: ${reasonOf(error)}`, { cause: error });
  }
}
