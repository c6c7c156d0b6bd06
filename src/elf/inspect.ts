import { parseReadelf, type Elf } from './readelf.js';
import { argumentOf, onEachBatch, type Refusal, type RunTool } from './run-tool.js';

const READELF = { name: 'readelf', package: 'binutils', purpose: 'to look into ELF files' };

/**
 * Looks into ELF files with the stack's `readelf`.
 * @returns what was found, and the files that readelf doesn't understand
 * @throws BuilderError MISSING_PROGRAM
 */
export async function inspectElf(
  paths: readonly string[],
  run: RunTool,
  signal?: AbortSignal,
): Promise<{ files: Elf[]; refused: Refusal[] }> {
  const files: Elf[] = [];
  const inspect = async (batch: readonly string[]) => {
    const output = await run(['readelf', '-W', '-h', '-d', ...batch.map(argumentOf)]);
    const parsed = parseReadelf(output, batch.map(argumentOf));
    files.push(...parsed.map((elf, index) => ({ ...elf, path: batch[index] ?? elf.path })));
  };
  const refused = await onEachBatch(paths, READELF, run, inspect, signal);
  return { files, refused };
}
