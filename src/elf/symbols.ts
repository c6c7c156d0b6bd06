import { argumentOf, type RunTool } from './run-tool.js';

/** A symbol that another file has to have, with its version. */
const UNDEFINED = / UND (\S+?)@+([^\s@]+)(?: \(\d+\))?$/gm;

/**
 * The symbols that a file needs in certain versions, sorted, by version.
 * @throws what `run` throws, of a file that readelf refuses
 */
export async function symbolsNeeding(
  path: string,
  versions: readonly string[],
  run: RunTool,
): Promise<Map<string, string[]>> {
  const output = await run(['readelf', '-W', '--dyn-syms', argumentOf(path)]);
  const symbols = new Map(versions.map((version) => [version, [] as string[]]));
  for (const [, name = '', version = ''] of output.matchAll(UNDEFINED)) {
    symbols.get(version)?.push(name);
  }
  for (const names of symbols.values()) names.sort();
  return symbols;
}
