import { parseDetails, parseReadelf, type Elf, type ElfDetails } from './readelf.js';
import { argumentOf, onEachBatch, type Refusal, type RunTool } from './run-tool.js';

const READELF = { name: 'readelf', package: 'binutils', purpose: 'to look into ELF files' };

/** Libraries have thousands of symbols, and readelf prints the version of each: a call's output is to stay below some ten megabytes. */
const FILES_AT_ONCE = 64;

/** Files that readelf understood, in the given order, and those that it didn't. */
interface Inspected<T> {
  files: T[];
  refused: Refusal[];
}

/**
 * Looks into ELF files with the stack's `readelf`.
 * @returns what was found, and the files that readelf doesn't understand
 * @throws BuilderError MISSING_PROGRAM
 */
export async function inspectElf(
  paths: readonly string[],
  run: RunTool,
  signal?: AbortSignal,
): Promise<Inspected<Elf>> {
  return await inspect(paths, ['-h', '-d'], parseReadelf, run, signal);
}

/**
 * Like {@link inspectElf}, with everything that an audit asks about.
 * @throws BuilderError MISSING_PROGRAM
 */
export async function examineElf(
  paths: readonly string[],
  run: RunTool,
  signal?: AbortSignal,
): Promise<Inspected<ElfDetails>> {
  const files: ElfDetails[] = [];
  const refused: Refusal[] = [];
  for (let start = 0; start < paths.length; start += FILES_AT_ONCE) {
    const some = paths.slice(start, start + FILES_AT_ONCE);
    const parts = ['-h', '-S', '-l', '-d', '-V'];
    const found = await inspect(some, parts, parseDetails, run, signal);
    files.push(...found.files);
    refused.push(...found.refused);
  }
  return { files, refused };
}

async function inspect<T extends { path: string }>(
  paths: readonly string[],
  parts: readonly string[],
  parse: (output: string, names: readonly string[]) => T[],
  run: RunTool,
  signal?: AbortSignal,
): Promise<Inspected<T>> {
  const files: T[] = [];
  const look = async (batch: readonly string[]) => {
    const names = batch.map(argumentOf);
    const parsed = parse(await run(['readelf', '-W', ...parts, ...names]), names);
    files.push(...parsed.map((elf, index) => ({ ...elf, path: batch[index] ?? elf.path })));
  };
  const refused = await onEachBatch(paths, READELF, run, look, signal);
  return { files, refused };
}
