import type { NextCommand } from '../../error.js';

/** What `main` hands to every verb. */
export interface Session {
  /** Aborted by Ctrl-C and the like. */
  signal: AbortSignal;
  /** Takes the secrets of the addresses among the arguments out of a text. */
  conceal: (text: string) => string;
  /** How a command has to be typed that follows this one. */
  typed: (command: NextCommand) => string;
  /** Sets the exit code of a verb that has said everything itself. */
  exit(code: number): void;
  /** Prints the help of a verb or subverb, or of all. */
  help(words: readonly string[]): Promise<void>;
}
