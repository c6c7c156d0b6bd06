import { BuilderError } from '../../error.js';
import type { HostPath } from '../../path.js';
import { printable } from '../../text/index.js';
import { limitWords } from '../index.js';
import { TooLargeFault, UnsafeFault, type UnsafeMember } from '../tar/index.js';
import type { ZipLimits } from './limits.js';

/** Why a zip can't be read, as the end of «it is damaged: …»; the cause of its error, for who says it in other words. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault';
}

/** @param reason the end of «it is damaged: …» */
export function damaged(zip: HostPath, reason: string, cause?: unknown): BuilderError {
  return new BuilderError('BUILDPACK_INVALID', `${zip} is damaged: ${printable(reason)}`, {
    hint: 'No whole zip can be got out of it: copy or download it once more, or package it again.',
    cause: new ZipFault(reason, { cause }),
  });
}

export function unsafe(zip: HostPath, given: UnsafeMember): BuilderError {
  const { member, reason } = given;
  return new BuilderError(
    'BUILDPACK_INVALID',
    `${zip} is not safe to unpack: ${printable(member)}: ${printable(reason)}`,
    {
      hint: 'Nothing was unpacked. If you packaged it, package it again; if not, ask who did.',
      cause: new UnsafeFault(given),
    },
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
    {
      hint: 'Nothing was unpacked. No buildpack is that large: ask who made the file.',
      cause: new TooLargeFault(limit),
    },
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
