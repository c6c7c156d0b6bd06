import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { HostPath } from '../../path.js';
import { programLines } from '../../program/index.js';
import { explainSystemError } from '../../files/index.js';

const TAIL = 30;

/** Keeps a step's output in a file, byte for byte, tells it line by line, and remembers its end. */
interface StepLog {
  /** @returns a promise when the file can't take more at once, until it can or never will */
  write(chunk: Buffer): Promise<void> | undefined;
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
      const takesMore = file.write(chunk) || file.destroyed;
      lines.write(chunk);
      return takesMore ? undefined : drained(file);
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

/** Until a file takes more; or is closed, whose fault whoever waits for the whole of it is told. */
async function drained(file: WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      file.off('drain', done).off('close', done);
      resolve();
    };
    file.on('drain', done).on('close', done);
  });
}

async function wholeFile(file: WriteStream, path: HostPath): Promise<void> {
  try {
    await finished(file);
  } catch (error) {
    throw explainSystemError(error, path);
  }
}
