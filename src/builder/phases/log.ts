import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { HostPath } from '../../path.js';
import { programLines } from '../../program/index.js';
import { explainSystemError } from '../../files/index.js';

const TAIL = 30;

/** Keeps a step's output in a file, byte for byte, tells it line by line, and remembers its end. */
interface StepLog {
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
  const tail: string[] = [];
  const lines = programLines((line) => {
    onLine(line);
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
  });
  return {
    write(chunk) {
      file.write(chunk);
      lines.write(chunk);
    },
    tail() {
      const rest = lines.rest();
      return rest === undefined ? [...tail] : [...tail, rest];
    },
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
