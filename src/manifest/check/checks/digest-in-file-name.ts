import { DIGEST_LENGTHS, isDigest } from '../../../files/index.js';
import type { ManifestCheck, Observation } from '../check.js';
import { fileOf, type Manifest, titleOf } from '../../model/index.js';

/** Compares the digests in file names with those of their entries. */
export const digestInFileName: ManifestCheck = {
  id: 'digest-in-file-name',
  severity: 'error',
  summary: 'the digest in a file name is the digest of the entry',
  explanation:
    'Files are named by the beginning of their sha256, NAME_VERSION_linux_x64_STACK_SHA8.tgz, ' +
    'so that a binary is never overwritten. If it is another one than the entry has, uri and ' +
    'digest belong to two files, and the download fails to verify. Names from before 2018, ' +
    'NAME-VERSION-linux-x64-MD58.tgz, have the beginning of an md5, which only an entry with ' +
    'an md5 can be compared with.',
  remedy: 'Take uri and digest from the same record: binary-builder manifest update.',
  run: checkNames,
};

/** `python_3.5.2_linux_x64_cflinuxfs3_0123abcd.tgz`, and before 2020 `python-3.5.2-linux-x64-0123abcd.tgz` */
const DIGEST_PART = /([_-])([0-9a-f]{8}|[0-9a-f]{32}|[0-9a-f]{64})(?:\.[a-z][a-z0-9]*){1,2}$/i;
/** `ca-certificates-20240203.tgz` */
const DAY = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;

function checkNames({ entries }: Manifest): Observation[] {
  return entries.flatMap((entry) => {
    const { uri, md5, sha256 } = entry;
    const [, separator, word] = DIGEST_PART.exec(fileOf(uri?.value ?? '')) ?? [];
    // One that isn't a digest has a finding of its own.
    if (uri === undefined || word === undefined || !sha256 || !isDigest('sha256', sha256.value))
      return [];
    const part = word.toLowerCase();
    const digests = [sha256, md5].flatMap((digest) => digest?.value.toLowerCase() ?? []);
    if (DAY.test(part) || digests.some((digest) => digest.startsWith(part))) return [];
    if (!md5?.value && mayBeMd5(separator, part)) return [];
    const message =
      `${titleOf(entry)}: the file name has the digest ${part}, ` +
      `but sha256 begins with ${sha256.value.slice(0, 8)}`;
    return [{ range: uri, message }];
  });
}

function mayBeMd5(separator: string | undefined, part: string): boolean {
  return part.length === DIGEST_LENGTHS.md5 || (separator === '-' && part.length === 8);
}
