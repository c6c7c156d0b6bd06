import { BuilderError, type ErrorDetails } from '../error.js';

/** Why something can't be done for want of a program. */
export function missingReason(program: string): string {
  return `the program ${program} is not on this machine`;
}

/** The error for a program that isn't there. */
export function missingProgram(
  program: string,
  details: Pick<ErrorDetails, 'hint' | 'cause'> = {},
): BuilderError {
  return new BuilderError('MISSING_PROGRAM', missingReason(program), details);
}

/** Whether that is what an error tells, of whatever program. */
export function isMissingError(error: unknown): error is BuilderError {
  return error instanceof BuilderError && error.code === 'MISSING_PROGRAM';
}
