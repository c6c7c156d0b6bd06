import { BuilderError } from '../error.js';

/**
 * Runs a program of the stack on the tree, in the sandbox, with untranslated messages (`LC_ALL=C` or
 * `C.UTF-8`); its working directory is the tree's root. Resolves with its standard output, and rejects
 * when it can't be started or doesn't end with 0.
 */
export type RunTool = (argv: readonly [string, ...string[]]) => Promise<string>;

/** One command line's arguments in bytes; Linux takes 128 KiB for a single one and more in all. */
const ARGUMENT_BYTES = 100_000;

/** A file that a program refused, and what it said. */
export interface Refusal {
  path: string;
  error: unknown;
}

/**
 * How a file of the tree is given to a program: `./` keeps a name from being read as an option, or as
 * the GNU tools' `@file`.
 */
export function argumentOf(path: string): string {
  return `./${path}`;
}

/** Cuts a list of paths so that each part fits into one command line. */
export function batches(paths: readonly string[], limit = ARGUMENT_BYTES): string[][] {
  const parts: string[][] = [];
  let room = 0;
  for (const path of paths) {
    const bytes = Buffer.byteLength(argumentOf(path)) + 1;
    const part = parts.at(-1);
    if (part !== undefined && bytes <= room) {
      part.push(path);
      room -= bytes;
    } else {
      parts.push([path]);
      room = limit - bytes;
    }
  }
  return parts;
}

/**
 * Runs a program on many files, as few times as possible. When it refuses a batch, each file of it is
 * tried alone, so that one odd file (test data, an object for another machine) spoils nothing for the
 * others; `work` must therefore stand being done twice.
 * @param tool the program, for finding out whether it is there at all
 * @returns the files that it refused alone too
 * @throws BuilderError MISSING_PROGRAM
 */
export async function onEachBatch(
  paths: readonly string[],
  tool: Tool,
  run: RunTool,
  work: (batch: readonly string[]) => Promise<void>,
  signal?: AbortSignal,
): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  for (const batch of batches(paths)) {
    signal?.throwIfAborted();
    try {
      await work(batch);
    } catch {
      signal?.throwIfAborted();
      await versionOf(tool, run);
      for (const path of batch) {
        signal?.throwIfAborted();
        await work([path]).catch((error: unknown) => refused.push({ path, error }));
      }
    }
  }
  return refused;
}

/** A program of the stack, and what it takes to have it there. */
interface Tool {
  name: string;
  /** The Debian package that has it. */
  package: string;
  /** What it is needed for, as the end of a sentence. */
  purpose: string;
}

/**
 * What a program answers to `--version`.
 * @throws BuilderError MISSING_PROGRAM when it doesn't answer
 */
export async function versionOf(tool: Tool, run: RunTool): Promise<string> {
  try {
    return await run([tool.name, '--version']);
  } catch (cause) {
    throw new BuilderError(
      'MISSING_PROGRAM',
      `The stack has no ${tool.name}, which is needed ${tool.purpose}`,
      {
        hint: `Add the package '${tool.package}' to the stack's packages, or to the recipe's build packages.`,
        cause,
      },
    );
  }
}
