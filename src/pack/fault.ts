import { BuilderError } from '../error.js';
import type { HostPath } from '../path.js';
import { printable } from '../text/index.js';
import type { UnsafeMember } from '../archive/tar/index.js';
import { limitWords, type Limits } from '../archive/index.js';

/** @param reason the end of «it is damaged: …» */
export function damaged(artifact: HostPath, reason: string, cause?: unknown): BuilderError {
  return new BuilderError('ARTIFACT_DAMAGED', `${artifact} is damaged: ${reason}`, {
    hint: 'It is not as it was packed: copy or download it once more, or build it again with --force.',
    cause,
  });
}

export function unsafe(artifact: HostPath, { member, reason }: UnsafeMember): BuilderError {
  return new BuilderError(
    'ARTIFACT_UNSAFE',
    `${artifact} is not safe to unpack: ${printable(member)}: ${printable(reason)}`,
    {
      hint: 'Nothing was unpacked, and a platform refuses it too. If you built it, change its recipe; if not, ask who did.',
    },
  );
}

export function tooLarge(
  artifact: HostPath,
  limit: 'members' | 'bytes',
  limits: Limits,
): BuilderError {
  const option = { members: '--max-members N', bytes: '--max-unpacked-size BYTES' }[limit];
  return new BuilderError(
    'ARTIFACT_TOO_LARGE',
    `${artifact} is too large to unpack: it has more than ${limitWords(limit, limits)}`,
    { hint: `Nothing was unpacked. If it is right so, raise the limit with ${option}.` },
  );
}
