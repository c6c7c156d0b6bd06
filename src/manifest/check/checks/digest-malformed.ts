import type { ManifestCheck, Observation } from '../check.js';
import { DIGEST_LENGTHS, isDigest } from '../../../files/index.js';
import { type Manifest, titleOf } from '../../model/index.js';

/** Asks whether digests can be digests at all. */
export const digestMalformed: ManifestCheck = {
  id: 'digest-malformed',
  severity: 'error',
  summary: 'digests have the form of digests',
  explanation:
    'A digest that was cut or filled with something else matches no file, so packaging fails ' +
    'as soon as somebody packages; until then nobody notices.',
  remedy: 'Copy the digest again: md5 has 32 hex digits, sha256 has 64.',
  run: checkForms,
};

const KEYS = [
  { key: 'md5', field: 'md5', algorithm: 'md5' },
  { key: 'sha256', field: 'sha256', algorithm: 'sha256' },
  { key: 'source_sha256', field: 'sourceSha256', algorithm: 'sha256' },
] as const;

function checkForms({ entries }: Manifest): Observation[] {
  return entries.flatMap((entry) =>
    KEYS.flatMap(({ key, field, algorithm }) => {
      const given = entry[field];
      if (!given?.value || isDigest(algorithm, given.value)) return [];
      return [
        {
          range: given,
          message:
            `${titleOf(entry)}: ${key} is not ${algorithm === 'md5' ? 'an' : 'a'} ${algorithm} digest: ` +
            `it has ${given.value.length} characters, and takes ${DIGEST_LENGTHS[algorithm]} hex digits`,
        },
      ];
    }),
  );
}
