import { reasonOf } from '../../error.js';
import { matcher } from '../../pattern/index.js';
import type { HostPath } from '../../path.js';
import type { Entry, FileEntry } from '../../tree/index.js';
import { rewritePaths, type PathMap } from '../paths.js';
import { inspectElf, librariesOf, type Elf, type Refusal, type RunTool } from '../../elf/index.js';
import { directoriesOf } from './directories.js';
import { setRpaths, type RpathChange } from './patchelf.js';
import { relocateRpath } from './rpath.js';
import { stripFiles } from './strip.js';

/** Which files lose their symbols; `keep` are globs, relative to the tree's root, of those that don't. */
export interface StripOptions {
  readonly enabled: boolean;
  readonly keep: readonly string[];
}

/** What is there to be stripped and given an RPATH. */
interface Binaries {
  root: HostPath;
  entries: readonly Entry[];
  /** ELF files, and archives of them; of several hard links only one. */
  elf: readonly FileEntry[];
  archives: readonly FileEntry[];
  map: PathMap;
}

/** What was done to a tree's binaries. */
interface ElfReport {
  stripped: string[];
  rpaths: RpathChange[];
  warnings: string[];
}

/**
 * Strips a tree's binaries and gives them RPATHs that hold wherever the tree is; in this order, because
 * strip can break what patchelf has moved about.
 * @throws BuilderError MISSING_PROGRAM, STEP_FAILED
 */
export async function relocateElf(
  binaries: Binaries,
  strip: StripOptions,
  run: RunTool,
  signal?: AbortSignal,
): Promise<ElfReport> {
  const { root, entries, elf, map } = binaries;
  const files = new Map(elf.map((file) => [file.path, file]));
  const inspected = await inspectElf([...files.keys()], run, signal);
  const found = inspected.files.flatMap((info) => {
    const file = files.get(info.path);
    return file === undefined ? [] : [{ ...info, file }];
  });

  const stripped = strip.enabled
    ? await stripBinaries(binaries, found, matcher(strip.keep), run, signal)
    : { paths: [], refused: [] };

  const shared = new Set(found.filter(({ type }) => type === 'shared').map(({ path }) => path));
  const libraries = librariesOf(entries, shared);
  const hasDirectory = directoriesOf(entries);
  const rpaths = found.flatMap(({ path, file, dynamic }): RpathChange[] => {
    if (dynamic === undefined) return [];
    // The loader doesn't look at RPATH when there is a RUNPATH.
    const kind = dynamic.runpath === undefined && dynamic.rpath !== undefined ? 'RPATH' : 'RUNPATH';
    const from = dynamic.runpath ?? dynamic.rpath ?? [];
    const { needed } = dynamic;
    const to = relocateRpath({ path, entries: from, needed, libraries, hasDirectory, map });
    const ofBuild = from.some((entry) => rewritePaths(entry, map) !== entry);
    return to === undefined ? [] : [{ file, kind, from, to, ofBuild }];
  });
  await setRpaths(root, rpaths, run, signal);

  const warnings = [
    ...inspected.refused.map((refusal) => warn(refusal, 'begins like an ELF file but is none')),
    ...stripped.refused.map((refusal) => warn(refusal, 'could not be stripped')),
  ];
  return { stripped: stripped.paths, rpaths, warnings };
}

/** Libraries' objects keep what a linker needs; programs and shared objects only what a loader does. */
async function stripBinaries(
  { root, archives }: Binaries,
  elf: readonly (Elf & { file: FileEntry })[],
  keeps: (path: string) => boolean,
  run: RunTool,
  signal?: AbortSignal,
): Promise<{ paths: string[]; refused: Refusal[] }> {
  const linked = elf.filter(({ type }) => type === 'shared' || type === 'executable');
  const objects = elf.filter(({ type }) => type === 'relocatable');
  // A Debian package is an `ar` archive too.
  const libraries = archives.filter(({ path }) => path.endsWith('.a'));
  const wanted = (file: FileEntry) => !keeps(file.path);

  const unneeded = linked.map(({ file }) => file).filter(wanted);
  const debug = [...objects.map(({ file }) => file), ...libraries].filter(wanted);
  const refused = [
    ...(await stripFiles(root, unneeded, '--strip-unneeded', run, signal)),
    ...(await stripFiles(root, debug, '--strip-debug', run, signal)),
  ];
  const odd = new Set(refused.map(({ path }) => path));
  const paths = [...unneeded, ...debug].map(({ path }) => path).filter((path) => !odd.has(path));
  return { paths: paths.sort(), refused };
}

function warn({ path, error }: Refusal, what: string): string {
  return `${path} ${what}, and was left as it is: ${reasonOf(error)}`;
}
