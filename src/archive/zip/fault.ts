import { BuilderError } from '../../error.js';
import type { HostPath } from '../../path.js';
import { printable } from '../../text/index.js';
import { limitWords } from '../index.js';
import type { UnsafeMember } from '../tar/index.js';
import type { ZipLimits } from './limits.js';

/** @param reason the end of «it is damaged: …» */
export function damaged(zip: HostPath, reason: string, cause?: unknown): BuilderError {
  return new BuilderError('BUILDPACK_INVALID', `${zip} is damaged: ${printable(reason)}`, {
    hint: 'No whole zip can be got out of it: copy or download it once more, or package it again.',
    cause,
  });
}

export function unsafe(zip: HostPath, { member, reason }: UnsafeMember): BuilderError {
  return new BuilderError(
    'BUILDPACK_INVALID',
    `${zip} is not safe to unpack: ${printable(member)}: ${printable(reason)}`,
    { hint: 'Nothing was unpacked. If you packaged it, package it again; if not, ask who did.' },
  );
}

export function tooLarge(
  zip: HostPath,
  limit: 'members' | 'bytes',
  limits: ZipLimits,
): BuilderError {
  return new BuilderError(
    'ARTIFACT_TOO_LARGE',
    `${zip} is too large to unpack: it has more than ${limitWords(limit, limits)}`,
    { hint: 'Nothing was unpacked. No buildpack is that large: ask who made the file.' },
  );
}

/** @param reason the end of «cannot put … into …: …» */
export function unwritable(zip: HostPath, member: string, reason: string): BuilderError {
  return new BuilderError(
    'BUILDPACK_INVALID',
    `cannot put ${printable(member)} into ${zip}: ${printable(reason)}`,
    { hint: 'No zip was written. Rename, remove or exclude it, and start again.' },
  );
}
