import type { UnsafeMember } from './member.js';

/** A tar that can't be read: its message says what is wrong, as the end of «it is damaged: …». */
export class TarFault extends Error {
  override readonly name = 'TarFault';
}

/** The fault of a tar whose bytes end before it does. */
export function endsTooEarly(): TarFault {
  return new TarFault('it ends too early');
}

/** A tar with a member that must not be unpacked. */
export class UnsafeFault extends Error {
  override readonly name = 'UnsafeFault';
  readonly unsafe: UnsafeMember;

  constructor(unsafe: UnsafeMember, cause?: unknown) {
    super(`${unsafe.member}: ${unsafe.reason}`, { cause });
    this.unsafe = unsafe;
  }
}

/** A tar with more than it may have. */
export class TooLargeFault extends Error {
  override readonly name = 'TooLargeFault';
  readonly limit: 'members' | 'bytes';

  constructor(limit: 'members' | 'bytes') {
    super(`it has too many ${limit}`);
    this.limit = limit;
  }
}
