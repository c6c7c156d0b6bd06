import type { Failed } from './batch.js';

/** A member that couldn't be written; its cause is what the system said. */
export class UnwritableError extends Error {
  override readonly name = 'UnwritableError';
  readonly member: string;

  constructor(member: string, cause: unknown) {
    super(`${member} can't be written`, { cause });
    this.member = member;
  }
}

/** The error of a file that a thread couldn't write. */
export function unwritable(member: string, { message, code }: Failed): UnwritableError {
  return new UnwritableError(member, Object.assign(new Error(message), { code }));
}
