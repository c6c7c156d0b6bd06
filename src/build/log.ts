import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { HostPath } from '../path.js';
import { explainSystemError } from '../store/index.js';

const TAIL = 30;

/** Keeps a step's output in a file, tells it line by line, and remembers its end. */
export interface StepLog {
  write(chunk: Buffer): void;
  /** The last lines so far, without terminal codes. */
  tail(): string[];
  /** @throws BuilderError DISK_FULL, NOT_WRITABLE when not all of it could be written */
  close(): Promise<void>;
}

/** Starts a log in a new file. */
export function openLog(path: HostPath, onLine: (line: string) => void): StepLog {
  const file = createWriteStream(path);
  const written = wholeFile(file, path);
  // Listened to from the start: an error in the middle of a step waits for whoever closes the log.
  written.catch(() => undefined);
  const decoder = new TextDecoder();
  let rest = '';
  let tail: string[] = [];
  const take = (lines: string[]) => {
    for (const line of lines) onLine(line);
    tail = [...tail, ...lines].slice(-TAIL);
  };
  return {
    write(chunk) {
      file.write(chunk);
      const { lines, rest: next } = splitLines(rest + decoder.decode(chunk, { stream: true }));
      rest = next;
      take(lines);
    },
    tail: () => (rest === '' ? tail : [...tail, ...splitLines(`${rest}\n`).lines]),
    async close() {
      file.end();
      await written;
    },
  };
}

async function wholeFile(file: WriteStream, path: HostPath): Promise<void> {
  try {
    await finished(file);
  } catch (error) {
    throw explainSystemError(error, path);
  }
}

// eslint-disable-next-line no-control-regex -- terminal codes start with a control character
const TERMINAL_CODES = /\u001B\[[0-?]*[ -/]*[@-~]/g;

/**
 * The whole lines of a text and what is left after the last one. A line that was overwritten with
 * carriage returns counts as what was left standing.
 */
export function splitLines(text: string): { lines: string[]; rest: string } {
  const parts = text.split('\n');
  const rest = parts.pop() ?? '';
  const lines = parts.map((line) => {
    const plain = line.replace(TERMINAL_CODES, '').replace(/\r+$/, '');
    return plain.slice(plain.lastIndexOf('\r') + 1);
  });
  return { lines, rest };
}
