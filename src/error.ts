/** Exit codes of the command line, by what went wrong. */
export const EXIT = {
  done: 0,
  bug: 1,
  /** Nothing went wrong, but the answer is no: what was checked is not as it should be. */
  no: 1,
  usage: 2,
  source: 3,
  step: 4,
  artifact: 5,
  interrupted: 130,
} as const;

/**
 * Every way in which binary-builder refuses or fails, with the exit code that it ends in.
 * Codes are stable: scripts match on them, so they are added but never renamed.
 */
const EXIT_CODES = {
  USAGE: EXIT.usage,
  UNKNOWN_RECIPE: EXIT.usage,
  UNKNOWN_VERSION: EXIT.usage,
  UNKNOWN_STACK: EXIT.usage,
  UNKNOWN_ARCH: EXIT.usage,
  BUILD_MODE_IMPOSSIBLE: EXIT.usage,
  UNKNOWN_RUNNER: EXIT.usage,
  UNKNOWN_OPTION: EXIT.usage,
  UNKNOWN_BUILD: EXIT.usage,
  UNKNOWN_ARTIFACT: EXIT.usage,
  RECIPE_INVALID: EXIT.usage,
  STACK_INVALID: EXIT.usage,
  RECORD_INVALID: EXIT.usage,
  MANIFEST_INVALID: EXIT.usage,
  MANIFEST_CHANGED: EXIT.usage,
  MANIFEST_MISMATCH: EXIT.usage,
  DEFAULT_MISSING: EXIT.usage,
  BUILDPACK_INVALID: EXIT.usage,
  OVERLAY_INVALID: EXIT.usage,
  OVERLAY_MISMATCH: EXIT.usage,
  DIGEST_MALFORMED: EXIT.usage,
  NO_CHECKSUM: EXIT.usage,
  NO_SANDBOX: EXIT.usage,
  NOT_READABLE: EXIT.usage,
  NOT_WRITABLE: EXIT.usage,
  ALREADY_PUBLISHED: EXIT.usage,
  MISSING_PROGRAM: EXIT.usage,
  NO_RECORD: EXIT.usage,
  DIGEST_CONFLICT: EXIT.source,
  DIGEST_MISMATCH: EXIT.source,
  SOURCE_UNAVAILABLE: EXIT.source,
  SIGNATURE_INVALID: EXIT.source,
  UNSAFE_ARCHIVE: EXIT.source,
  NOT_AN_ARCHIVE: EXIT.source,
  STACK_NOT_READY: EXIT.step,
  STEP_FAILED: EXIT.step,
  SANDBOX_FAILED: EXIT.step,
  NOT_DETECTED: EXIT.step,
  STAGING_FAILED: EXIT.step,
  DISK_FULL: EXIT.step,
  NOT_PACKABLE: EXIT.artifact,
  AUDIT_FAILED: EXIT.artifact,
  TEST_FAILED: EXIT.artifact,
  ARTIFACT_DAMAGED: EXIT.artifact,
  ARTIFACT_UNSAFE: EXIT.artifact,
  ARTIFACT_TOO_LARGE: EXIT.artifact,
  ARTIFACT_CHANGED: EXIT.artifact,
  NOT_REPRODUCIBLE: EXIT.artifact,
  NOT_RELOCATABLE: EXIT.artifact,
  NOT_SERVING: EXIT.artifact,
  INTERRUPTED: EXIT.interrupted,
  BUG: EXIT.bug,
} as const satisfies Record<string, number>;

/** A stable name for a kind of failure. */
export type ErrorCode = keyof typeof EXIT_CODES;

/** A command of ours that mends something or shows more of it. Options that it needs too are not known here. */
export interface NextCommand {
  /** What it is for, as in `To look around`. */
  readonly to: string;
  /** The verb, with its subverb if it has one. */
  readonly verb: string;
  /** What follows it. */
  readonly words: readonly string[];
}

/** What a {@link BuilderError} carries beside its code. */
export interface ErrorDetails {
  /** What the user can do next, in one or a few lines. */
  hint?: string;
  /** The last line of the hint. */
  next?: NextCommand;
  /** Lines that show the failure, such as the end of a log. Whoever prints them makes them harmless. */
  excerpt?: readonly string[];
  /** What went wrong, for whoever has said already what the message begins with. */
  reason?: string;
  /** What made this fail. */
  cause?: unknown;
}

/**
 * The one error type for everything that is not our own bug: `message` says what failed and
 * where, `hint` what to do next, `code` names the kind for scripts.
 */
export class BuilderError extends Error {
  override readonly name = 'BuilderError';
  readonly code: ErrorCode;
  /** What to do next, with the command as it is without options. */
  readonly hint: string | undefined;
  readonly #hint: string | undefined;
  readonly next: NextCommand | undefined;
  readonly excerpt: readonly string[];
  /** The message, without what it is about where that was given apart. */
  readonly reason: string;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.#hint = details.hint;
    this.next = details.next;
    this.excerpt = details.excerpt ?? [];
    this.reason = details.reason ?? message;
    this.hint = this.hintWith(({ verb, words }) => ['binary-builder', verb, ...words].join(' '));
  }

  /** What to do next, with the command as it has to be typed. */
  hintWith(typed: (command: NextCommand) => string): string | undefined {
    const last = this.next === undefined ? [] : [`${this.next.to}: ${typed(this.next)}`];
    const lines = [...(this.#hint === undefined ? [] : [this.#hint]), ...last];
    return lines.length === 0 ? undefined : lines.join('\n');
  }

  /** The exit code that this error ends the command line with. */
  get exitCode(): number {
    return EXIT_CODES[this.code];
  }
}

/** The `code` of a system error (`ENOENT`, `ENOSPC`, …), or undefined for any other value. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** Whether a program could not be started because there is none of that name in PATH. */
export function isMissingProgram(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EACCES'].includes(systemErrorCode(error) ?? '');
}

/** The first line of an error's message, whatever was thrown. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? '';
}
