import { CommanderError } from 'commander';
import * as z from 'zod';
import { Address } from '../network/index.js';
import { BuilderError, EXIT, systemErrorCode } from '../error.js';
import { writeLines } from './print/output.js';
import { runArguments } from './program.js';

/**
 * Runs the command line and sets the process's exit code. Interrupted once, it lets everything
 * end that was started; interrupted again, it goes at once.
 */
export async function runProcess(argv: readonly string[]): Promise<void> {
  // What is read here is read once: compiling a parser for it first would take longer.
  z.config({ jitless: true });
  // Whoever runs it, what it writes is for everybody to read.
  process.umask(0o022);
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      interrupt.abort(new BuilderError('INTERRUPTED', `Interrupted by ${name}.`));
    });
  }
  // `| head` has seen enough; whatever was started for it ends as for Ctrl-C.
  process.stdout.on('error', (error) => {
    if (systemErrorCode(error) !== 'EPIPE') throw error;
    interrupt.abort(new BuilderError('INTERRUPTED', 'Nobody reads the output any more.'));
  });
  process.exitCode = await run(argv, interrupt.signal);
}

async function run(argv: readonly string[], signal: AbortSignal): Promise<number> {
  // The classic form gives --version a value; alone, it asks for ours as everywhere.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    const { toolVersion } = await import('./session/tool-version.js');
    console.log(await toolVersion());
    return EXIT.done;
  }
  const conceal = concealing(argv);
  try {
    let exitCode: number = EXIT.done;
    await runArguments(argv, {
      signal,
      conceal,
      exit(code) {
        exitCode = code;
      },
    });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    // What puts errors into words is a third of the time that `help` may take, and it needs none.
    const { explain } = await import('./answer/error.js');
    const { text, failure, exitCode } = explain(signal.aborted ? signal.reason : error, conceal);
    writeLines(process.stderr, text);
    if (argv.includes('--json')) {
      const { printJson } = await import('./session/print.js');
      printJson({ type: 'command.failed', error: failure });
    }
    return exitCode;
  }
}

/** Takes the secrets of the addresses among the arguments out of a text: errors repeat arguments. */
function concealing(argv: readonly string[]): (text: string) => string {
  const named = argv.flatMap((word, index) => {
    const [, inWord] = /^--secret-query(?:=(.*))?$/s.exec(word) ?? [undefined, undefined];
    return word === '--secret-query' ? (argv[index + 1] ?? []) : (inWord ?? []);
  });
  const addresses = argv
    .flatMap((word) => /[a-z][a-z0-9+.-]*:\/\/.*$/is.exec(word) ?? [])
    .map((text) => new Address(text, named));
  return (text) => addresses.reduce((rest, address) => address.conceal(rest), text);
}
