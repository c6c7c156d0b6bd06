import { CommanderError } from 'commander';
import * as z from 'zod';
import { Address } from '../network/index.js';
import { BuilderError, EXIT, systemErrorCode } from '../error.js';
import { findVerb } from './find-verb.js';
import { followUp } from './follow-up.js';
import { writeLines } from './print/output.js';
import { isApart } from './is-apart.js';
import { runAsked } from './program.js';
import { SIGNALS } from './signals.js';

/** How long everything may take to end that was started. Milliseconds; somebody who waits counts to one. */
const PATIENCE = 500;

/**
 * Runs the command line and sets the process's exit code. Interrupted once, it lets everything
 * end that was started, as long as that takes no longer than people wait, and leaves the rest to be
 * removed by a program that outlives it; interrupted again, it goes at once.
 * @param watched whether another process of ours has the say of when this one ends
 */
export async function runProcess(
  argv: readonly string[],
  { watched = false }: { watched?: boolean } = {},
): Promise<void> {
  // What is read here is read once: compiling a parser for it first would take longer.
  z.config({ jitless: true });
  // Whoever runs it, what it writes is for everybody to read.
  process.umask(0o022);
  const interrupt = new AbortController();
  for (const name of SIGNALS) {
    const end = () => {
      interrupt.abort(new BuilderError('INTERRUPTED', `Interrupted by ${name}.`));
    };
    if (watched) process.on(name, end);
    else process.once(name, end);
  }
  // `| head` has seen enough; whatever was started for it ends as for Ctrl-C.
  process.stdout.on('error', (error) => {
    if (systemErrorCode(error) !== 'EPIPE') throw error;
    interrupt.abort(new BuilderError('INTERRUPTED', 'Nobody reads the output any more.'));
  });
  const { signal } = interrupt;
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      setTimeout(() => {
        reject(signal.reason as Error);
      }, PATIENCE).unref();
    });
  });
  // There may be nobody who waits for it.
  late.catch(() => undefined);
  process.exitCode = await run(argv, { signal, late, watched });
  if (signal.aborted) await leave(late);
}

/** Goes when everything has ended, or when it is too late: what isn't done by then goes too. */
async function leave(late: Promise<never>): Promise<void> {
  const { unfinished } = await import('../files/index.js');
  const { removeBehindUs } = await import('../tree/index.js');
  void late.catch(() => {
    removeBehindUs(unfinished());
    process.exit();
  });
}

interface Running {
  readonly signal: AbortSignal;
  /** Fails when it is too late to wait for anything. */
  readonly late: Promise<never>;
  readonly watched: boolean;
}

async function run(argv: readonly string[], { signal, late, watched }: Running): Promise<number> {
  // The classic form gives --version a value; alone, it asks for ours as everywhere.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    const { toolVersion } = await import('./session/tool-version.js');
    console.log(await toolVersion());
    return EXIT.done;
  }
  const conceal = concealing(argv);
  const typed = followUp(argv);
  try {
    const asked = findVerb(argv);
    if (!watched && (await isApart(asked))) {
      const { runApart } = await import('./apart.js');
      return await runApart(argv, signal);
    }
    let exitCode: number = EXIT.done;
    const work = runAsked(asked, {
      signal,
      conceal,
      typed,
      exit(code) {
        exitCode = code;
      },
    });
    await Promise.race([work, late]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    // What puts errors into words is a third of the time that `help` may take, and it needs none.
    const { explain } = await import('./answer/error.js');
    const thrown: unknown = signal.aborted ? signal.reason : error;
    const { text, failure, exitCode } = explain(thrown, conceal, typed);
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
    const [, option = '', inWord] = /^(--se[^=]*)(?:=(.*))?$/is.exec(word) ?? [];
    // The classic form takes abbreviations.
    if (option === '' || !'--secret-query'.startsWith(option.toLowerCase())) return [];
    return inWord ?? argv[index + 1] ?? [];
  });
  const addresses = argv
    .flatMap((word) => /[a-z][a-z0-9+.-]*:\/\/.*$/is.exec(word) ?? [])
    .map((text) => new Address(text, named));
  return (text) => addresses.reduce((rest, address) => address.conceal(rest), text);
}
