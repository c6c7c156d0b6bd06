import nodePath from 'node:path';
import { BuilderError } from '../../error.js';
import type { HostPath } from '../../path.js';
import { applyAddition } from './changes/add.js';
import { noFile, type Applied } from './changes/applied.js';
import { applyManifestValues } from './changes/manifest.js';
import { applyPatchFile } from './changes/patch.js';
import { applyRemoval } from './changes/remove.js';
import { applyReplacement } from './changes/replace.js';
import { bytesOf, Draft, type Difference } from './draft.js';
import { folderBase } from './folder-base.js';
import type { Beside } from './read-overlay.js';
import type { Change, FileChange, Overlay } from './schema.js';
import { openZip, type OpenZip } from './zip/zip-base.js';

/** A zip of the buildpack that is edited. */
export interface EditedZip {
  readonly zip: OpenZip;
  readonly draft: Draft;
  /** Permission bits of the zip's file. */
  readonly mode: number;
}

/** A buildpack with what an overlay makes of it; nothing is written. */
export class Workpiece {
  readonly root: HostPath;
  readonly folder: Draft;
  /** By their paths in the buildpack. */
  readonly zips = new Map<string, EditedZip>();

  /** @param root the buildpack's folder, which is only read */
  constructor(root: HostPath) {
    this.root = root;
    this.folder = new Draft(folderBase(root));
  }

  /**
   * Makes every change of an overlay, then all of them once more: that must change nothing.
   * @param file the overlay's, for messages
   * @throws BuilderError OVERLAY_MISMATCH, OVERLAY_INVALID, MANIFEST_INVALID, BUILDPACK_INVALID
   */
  async apply({ changes }: Overlay, file: HostPath, beside: Beside): Promise<Applied[]> {
    const overlay = nodePath.basename(file);
    const applied: Applied[] = [];
    for (const [index, change] of changes.entries()) {
      applied.push(
        ...(await this.#applyNamed(change, beside, `change ${index + 1} of ${overlay}`)),
      );
    }
    for (const [index, change] of changes.entries()) {
      const again = await this.#apply(change, beside).catch((error: unknown) => {
        if (!(error instanceof BuilderError)) throw error;
        throw undone(file, index, error.message, error);
      });
      const changed = again.find((one) => one.changed);
      if (changed !== undefined) {
        throw undone(file, index, `${changed.path}: ${changed.message}`);
      }
    }
    return applied;
  }

  /** All files that are not as they were; `in` is the zip that they are members of. */
  async differences(): Promise<(Difference & { readonly draft: Draft })[]> {
    const drafts = [this.folder, ...[...this.zips.values()].map(({ draft }) => draft)];
    const all = await Promise.all(
      drafts.map(async (draft) =>
        (await draft.differences()).map((difference) => ({ ...difference, draft })),
      ),
    );
    const nameOf = ({ draft, path }: { draft: Draft; path: string }) => draft.name(path);
    return all.flat().sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  }

  async #applyNamed(change: Change, beside: Beside, which: string): Promise<Applied[]> {
    try {
      return await this.#apply(change, beside);
    } catch (error) {
      if (!(error instanceof BuilderError)) throw error;
      const { code, message, hint, excerpt } = error;
      throw new BuilderError(code, `${which}: ${message}`, {
        ...(hint === undefined ? {} : { hint }),
        excerpt,
        cause: error,
      });
    }
  }

  async #apply(change: Change, beside: Beside): Promise<Applied[]> {
    if (change.kind === 'manifest') {
      return await applyManifestValues(this.folder, change.values, this.root);
    }
    if (change.kind === 'edit') {
      const { draft } = await this.#open(change.path);
      const applied: Applied[] = [];
      for (const inner of change.changes) applied.push(...(await applyTo(draft, inner, beside)));
      return applied;
    }
    const applied = await applyTo(this.folder, change, beside);
    if (applied.some(({ changed }) => changed)) this.#refuseBoth();
    return applied;
  }

  async #open(path: string): Promise<EditedZip> {
    const known = this.zips.get(path);
    if (known !== undefined) return known;
    const found = await this.folder.find(path);
    if (found.kind !== 'file') throw noFile(path, found);
    const { content, mode } = found;
    const plain = 'unpack' in content ? { bytes: await bytesOf(path, found) } : content;
    const zip = await openZip(path, plain);
    const edited = { zip, draft: new Draft(zip), mode };
    this.zips.set(path, edited);
    this.#put.set(path, this.folder.files().get(path));
    return edited;
  }

  /** What the draft had at the path of each zip when that was opened. */
  readonly #put = new Map<string, unknown>();

  /** What is done to a zip's file after its members were edited would be done to the unedited one. */
  #refuseBoth(): void {
    for (const path of this.zips.keys()) {
      const put = this.folder.files().get(path);
      if (put === this.#put.get(path) && (put !== undefined || !this.folder.isTouched(path))) {
        continue;
      }
      throw new BuilderError('OVERLAY_INVALID', `${path} was edited before, member by member`, {
        hint: `Put 'edit: ${path}' behind what adds the zip; one that is removed needs no editing.`,
      });
    }
  }
}

async function applyTo(draft: Draft, change: FileChange, beside: Beside): Promise<Applied[]> {
  switch (change.kind) {
    case 'replace':
      return [await applyReplacement(draft, change)];
    case 'patch':
      return await applyPatchFile(draft, change, beside);
    case 'add':
      return [await applyAddition(draft, change, beside)];
    case 'remove':
      return [await applyRemoval(draft, change.path)];
  }
}

function undone(file: HostPath, index: number, what: string, cause?: unknown): BuilderError {
  return new BuilderError(
    'OVERLAY_INVALID',
    `${file}: applied to its own result, change ${index + 1} would not find what it left: ${what}`,
    { hint: 'A later change undoes it or changes it again. Make one change of the two.', cause },
  );
}
