import { BuilderError } from '../../../error.js';
import { type Manifest, readManifest } from '../../../manifest/model/index.js';
import { type ManifestValue, setManifestValues } from '../../../manifest/edit/index.js';
import { type HostPath, inHost } from '../../../path.js';
import { bytesOf, fileOf, type Draft } from '../draft.js';
import type { Applied } from './applied.js';

const MANIFEST = 'manifest.yml';

/**
 * Sets texts and lists of texts of the buildpack's manifest.
 * @param root the buildpack's folder, for messages
 * @throws BuilderError BUILDPACK_INVALID when there is no manifest; MANIFEST_INVALID, OVERLAY_MISMATCH
 */
export async function applyManifestValues(
  draft: Draft,
  values: Readonly<Record<string, ManifestValue>>,
  root: HostPath,
): Promise<Applied[]> {
  const found = await draft.find(MANIFEST);
  const path = inHost(root, MANIFEST);
  if (found.kind !== 'file') {
    throw new BuilderError('BUILDPACK_INVALID', `There is no manifest ${path}.`, {
      hint: 'Pass the folder of a buildpack, with its manifest.yml in it.',
    });
  }
  const bytes = await bytesOf(MANIFEST, found);
  const before = bytes.toString('utf8');
  if (!Buffer.from(before).equals(bytes)) {
    throw new BuilderError('MANIFEST_INVALID', `${path}: it is not UTF-8`, {
      hint: 'Convert it, from Latin-1 for example: iconv -f latin1 -t utf-8',
    });
  }
  const { text, set } = setIn(readManifest(path, before), values);
  if (text !== before) draft.put(MANIFEST, fileOf(Buffer.from(text), found.mode));
  const told = (changed: boolean, message: string): Applied => ({
    kind: 'manifest',
    path: draft.name(MANIFEST),
    changed,
    message,
  });
  const changed = new Map(set.map((one) => [one.path, one]));
  return Object.entries(values).map(([key, to]) => {
    const one = changed.get(key);
    if (one === undefined) return told(false, `${key} is ${wordOf(to)} already`);
    const before = one.from === undefined ? '' : `${wordOf(one.from)} → `;
    return told(true, `${key}: ${before}${wordOf(to)}`);
  });
}

function wordOf(value: ManifestValue): string {
  return typeof value === 'string' ? value : `[${value.join(', ')}]`;
}

/** What a manifest has not as the overlay expects it is the overlay's affair. */
function setIn(manifest: Manifest, values: Readonly<Record<string, ManifestValue>>) {
  try {
    return setManifestValues(manifest, values);
  } catch (error) {
    if (!(error instanceof BuilderError) || error.code !== 'MANIFEST_MISMATCH') throw error;
    const { message, hint } = error;
    throw new BuilderError('OVERLAY_MISMATCH', message, { hint, cause: error });
  }
}
