import nodePath from 'node:path';
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
    'about a path that they have never heard of. The names of the library files must be there too.',
  remedy:
    'Relocation brings these files to the prefix, so look at what the recipe does after it. Where ' +
    'another library is named that the artifact does not bring, or if nobody compiles against this ' +
    'one with libtool, prune the .la: linking works without it.',
  run: checkDescriptions,
};

/** One line of a description, as libtool writes it: a shell assignment. */
const ASSIGNMENT = /^([a-z_]+)='(.*)'$/gm;
/** An absolute path in linker flags, alone or as a flag's value. */
const ABSOLUTE = /(?:^|[\s,=]|-[LRI])(\/[^\s,'"]*)/g;
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
  return readings.flatMap((reading) => {
    if ('unread' in reading) return [reading.unread];
    const { path, text } = reading;
    return faultsOf(path, valuesOf(text), paths, subject).map((message) => ({ path, message }));
  });
}

function valuesOf(text: string): Map<string, string> {
  return new Map(
    Array.from(text.matchAll(ASSIGNMENT), ([, name = '', value = '']) => [name, value]),
  );
}

function faultsOf(
  path: string,
  values: ReadonlyMap<string, string>,
  paths: TreePaths,
  { prefix }: Subject,
): string[] {
  const directory = nodePath.posix.dirname(path);
  const names = FILES.flatMap((variable) =>
    (values.get(variable) ?? '').split(/\s+/).filter((name) => name !== ''),
  );
  const flags = FLAGS.flatMap((variable) =>
    Array.from((values.get(variable) ?? '').matchAll(ABSOLUTE), ([, at = '']) => ({
      variable,
      at,
    })),
  );
  return [
    ...faultOfHome(values.get('libdir'), directory, paths, prefix),
    ...[...new Set(names)]
      .filter((name) => fileAt(paths.follow(`${directory}/${name}`)) === undefined)
      .map((name) => `names ${printable(name)}, which is not beside it`),
    ...flags.flatMap(({ variable, at }) => {
      const fault = faultOfFlag(at, paths);
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
