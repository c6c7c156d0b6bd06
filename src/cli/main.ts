import { writeSync } from 'node:fs';
import { APART } from './apart-word.js';
import { overview } from './help/overview.js';

/** The command line: does what the arguments ask for, and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // What people wait for at every key is not what all the others are loaded for.
  if (argv.length === 1 && ['help', '--help', '-h'].includes(argv[0] ?? '')) {
    writeQuietly(overview());
  } else if (argv[0] === '__complete') {
    const { completionLines } = await import('./complete/complete.js');
    writeQuietly(await completionLines(argv.slice(1)));
  } else {
    const { runProcess } = await import('./run.js');
    if (argv[0] === APART) await runProcess(argv.slice(1), { watched: true });
    else await runProcess(argv);
  }
}

/**
 * Writes for a reader who may have seen enough, as `| head` has. Straight to the file, since the stream
 * takes as long to load as all the rest.
 */
function writeQuietly(text: string): void {
  const bytes = Buffer.from(text);
  const written = writeAtOnce(bytes);
  // Who reads is slow: the stream waits.
  if (written < bytes.length) process.stdout.write(bytes.subarray(written));
}

function writeAtOnce(bytes: Buffer): number {
  try {
    return writeSync(1, bytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EAGAIN') return 0;
    if (code === 'EPIPE') return bytes.length;
    throw error;
  }
}
