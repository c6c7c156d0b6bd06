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
    await runProcess(argv);
  }
}

/** Writes for a reader who may have seen enough, as `| head` has. */
function writeQuietly(text: string): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.stdout.write(text);
}
