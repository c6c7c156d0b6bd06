import type { ManifestCheck, Observation } from '../check.js';
import { fileOf, type Manifest, titleOf } from '../../model/index.js';

/** Looks for digests of the file in the place of those of its source. */
export const sourceDigest: ManifestCheck = {
  id: 'source-digest',
  severity: 'warning',
  summary: 'source and file do not have the same digest, unless they are the same file',
  explanation:
    'The key source_sha256 says from which source a file was built. If it is the digest of ' +
    'the file itself, nobody has noted the source, and nobody can verify a rebuild. An ' +
    'unchanged copy of its source is a file of the same kind, whatever it is called.',
  remedy: 'Give source_sha256 the digest of what source leads to.',
  run: checkSources,
};

function checkSources({ entries }: Manifest): Observation[] {
  return entries.flatMap((entry) => {
    const { uri, sha256, source, sourceSha256 } = entry;
    if (!uri?.value || !source?.value || !sha256?.value || !sourceSha256?.value) return [];
    if (sha256.value.toLowerCase() !== sourceSha256.value.toLowerCase()) return [];
    if (kindOf(uri.value) === kindOf(source.value)) return [];
    const message = `${titleOf(entry)}: source_sha256 is the sha256 of ${fileOf(uri.value)}, not of ${fileOf(source.value)}`;
    return [{ range: sourceSha256, message }];
  });
}

/** Endings by which files of one kind are called. */
const KINDS: readonly (readonly [kind: string, endings: RegExp])[] = [
  ['tar.gz', /\.(?:tgz|tar\.gz|crate)$/],
  ['tar.xz', /\.(?:txz|tar\.xz)$/],
  ['tar.bz2', /\.(?:tbz2?|tar\.bz2)$/],
  ['zip', /\.(?:zip|jar|war|whl|nupkg)$/],
];

function kindOf(uri: string): string {
  const file = fileOf(uri).toLowerCase();
  const kind = KINDS.find(([, endings]) => endings.test(file));
  return kind?.[0] ?? /\.[^.]*$/.exec(file)?.[0] ?? '';
}
