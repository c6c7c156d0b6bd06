import type { ManifestCheck, Observation } from '../check.js';
import { fileOf, type Manifest, titleOf } from '../../model/index.js';

/** Looks for digests of the file in the place of those of its source. */
export const sourceDigest: ManifestCheck = {
  id: 'source-digest',
  severity: 'warning',
  summary: 'source and file do not have the same digest, unless they are the same file',
  explanation:
    'The key source_sha256 says from which source a file was built. If it is the digest of ' +
    'the file itself, nobody has noted the source, and nobody can verify a rebuild.',
  remedy:
    'Give source_sha256 the digest of what source leads to. If uri is an unchanged copy of ' +
    'source, let it have the same file name.',
  run: checkSources,
};

function checkSources({ entries }: Manifest): Observation[] {
  return entries.flatMap((entry) => {
    const { uri, sha256, source, sourceSha256 } = entry;
    if (!uri?.value || !source?.value || !sha256?.value || !sourceSha256?.value) return [];
    if (sha256.value.toLowerCase() !== sourceSha256.value.toLowerCase()) return [];
    if (fileOf(uri.value) === fileOf(source.value)) return [];
    const message = `${titleOf(entry)}: source_sha256 is the sha256 of ${fileOf(uri.value)}, not of ${fileOf(source.value)}`;
    return [{ range: sourceSha256, message }];
  });
}
