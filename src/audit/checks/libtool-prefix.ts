import nodePath from 'node:path';
import { batches } from '../../elf/index.js';
import { printable } from '../../text/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { readTexts } from '../reading.js';
import { isSearchedDirectory } from '../standard.js';
import { fileAt, treePaths, type TreePaths } from '../tree-paths.js';

/** Asks of every libtool description whether what it says of itself and of others is so. */
export const libtoolPrefix: Check = {
  id: 'libtool-prefix',
  severity: 'error',
  summary: 'libtool descriptions (.la) lead to the prefix and to libraries that are there',
  explanation:
    'Beside a library, libtool leaves a text that says where the library is and what it needs. When ' +
    'somebody on the platform compiles with libtool, it believes that text without looking: a libdir ' +
    'that is another directory, or a dependency that is not there, ends their build with a message ' +
    'about a path that they have never heard of. The names of the library files must be there too. A ' +
    'dependency in a directory of the system is looked for in the stack, without the packages of the ' +
    'build: descriptions come with those, and hardly any stack has one.',
  remedy:
    'Relocation brings these files to the prefix, so look at what the recipe does after it. Where ' +
    'another library is named that the artifact does not bring, or if nobody compiles against this ' +
    'one with libtool, prune the .la: linking works without it. In place of a .la that only a package ' +
    'of the build brought, -lNAME is right, put there in a step after install.',
  run: checkDescriptions,
};

/** One line of a description, as libtool writes it: a shell assignment. */
const ASSIGNMENT = /^([a-z_]+)='(.*)'$/gm;
/** An absolute path in linker flags, alone or as a flag's value. */
const ABSOLUTE = /(?:^|[\s,=]|-[LRI])(\/[^\s,'"]*)/g;
/** A file that libtool reads or links; whether a directory is there matters to nobody. */
const LIBRARY = /\.(?:la|a|so(?:\.[\d.]+)?)$/;
/** Variables that say which files the library consists of, and those that say what it needs. */
const FILES = ['dlname', 'library_names', 'old_library'];
const FLAGS = ['dependency_libs', 'inherited_linker_flags'];

async function checkDescriptions(subject: Subject): Promise<Observation[]> {
  const paths = treePaths(subject.entries, subject.prefix);
  const files = subject.entries.filter((entry) => entry.kind === 'file');
  const readings = await readTexts(
    subject,
    files.filter(({ path }) => path.endsWith('.la')),
  );
  const described = readings.flatMap((reading) =>
    'unread' in reading ? [] : [{ path: reading.path, values: valuesOf(reading.text) }],
  );
  const asked = described.flatMap(({ values }) => flagsOf(values)).map(({ at }) => at);
  const missing = await missingInStack(asked, paths, subject);
  const surroundings = { paths, missing, prefix: subject.prefix, stack: subject.stack.stack };
  return [
    ...readings.flatMap((reading) => ('unread' in reading ? [reading.unread] : [])),
    ...described.flatMap(({ path, values }) =>
      faultsOf(path, values, surroundings).map((message) => ({ path, message })),
    ),
  ];
}

/** Where what a description names is looked for. */
interface Surroundings {
  readonly paths: TreePaths;
  /** Files of the system's directories that are named and that the stack lacks. */
  readonly missing: ReadonlySet<string>;
  readonly prefix: string;
  readonly stack: string;
}

/** Prints those of its arguments that are no files, with a NUL byte behind each. */
const MISSING = String.raw`for file do [ -e "$file" ] || printf '%s\000' "$file"; done`;

/** Asks the stack for the files that descriptions name in directories of the system. */
async function missingInStack(
  named: readonly string[],
  paths: TreePaths,
  { run, signal }: Subject,
): Promise<Set<string>> {
  const files = named.filter((at) => {
    const place = paths.followAbsolute(at);
    return LIBRARY.test(at) && place.at === 'outside' && isSearchedDirectory(place.path);
  });
  const missing = new Set<string>();
  for (const batch of batches([...new Set(files)])) {
    signal?.throwIfAborted();
    const output = await run(['sh', '-c', MISSING, 'missing', ...batch]);
    for (const file of output.split('\0')) if (file !== '') missing.add(file);
  }
  return missing;
}

function valuesOf(text: string): Map<string, string> {
  return new Map(
    Array.from(text.matchAll(ASSIGNMENT), ([, name = '', value = '']) => [name, value]),
  );
}

/** The absolute paths in the flags of a description. */
function flagsOf(values: ReadonlyMap<string, string>): { variable: string; at: string }[] {
  return FLAGS.flatMap((variable) =>
    Array.from((values.get(variable) ?? '').matchAll(ABSOLUTE), ([, at = '']) => ({
      variable,
      at,
    })),
  );
}

function faultsOf(
  path: string,
  values: ReadonlyMap<string, string>,
  { paths, missing, prefix, stack }: Surroundings,
): string[] {
  const directory = nodePath.posix.dirname(path);
  const names = FILES.flatMap((variable) =>
    (values.get(variable) ?? '').split(/\s+/).filter((name) => name !== ''),
  );
  return [
    ...faultOfHome(values.get('libdir'), directory, paths, prefix),
    ...[...new Set(names)]
      .filter((name) => fileAt(paths.follow(`${directory}/${name}`)) === undefined)
      .map((name) => `names ${printable(name)}, which is not beside it`),
    ...flagsOf(values).flatMap(({ variable, at }) => {
      const fault = missing.has(at) ? `the stack ${stack} doesn't have` : faultOfFlag(at, paths);
      return fault === undefined ? [] : [`names ${printable(at)} in ${variable}, which ${fault}`];
    }),
  ];
}

/** Compares the directory that a description names with the one that it lies in. */
function faultOfHome(
  libdir: string | undefined,
  directory: string,
  paths: TreePaths,
  prefix: string,
): string[] {
  if (libdir === undefined) return ['is no libtool description: it has no libdir'];
  if (libdir === '') return ['describes a library that was never installed: its libdir is empty'];
  const home = nodePath.posix.join(prefix, directory);
  const named = paths.followAbsolute(libdir);
  const own = paths.follow(directory);
  const same = named.at === 'entry' && own.at === 'entry' && named.entry.path === own.entry.path;
  return same ? [] : [`has libdir='${printable(libdir)}', but it lies in ${printable(home)}`];
}

function faultOfFlag(path: string, paths: TreePaths): string | undefined {
  const place = paths.followAbsolute(path);
  if (place.at === 'entry') return undefined;
  if (place.at !== 'outside') return "the tree doesn't have";
  return isSearchedDirectory(place.path)
    ? undefined
    : 'is neither in the tree nor a standard directory';
}
