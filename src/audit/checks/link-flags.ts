import nodePath from 'node:path';
import { printable } from '../../text/index.js';
import type { Entry } from '../../tree/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { readTexts } from '../reading.js';
import { isSystemPath } from '../standard.js';
import { treePaths, type TreePaths } from '../tree-paths.js';

/** Reads what tells other builds how to compile and link, beside pkg-config's files and libtool's. */
export const linkFlags: Check = {
  id: 'link-flags',
  severity: 'warning',
  summary: "CMake's packages, qmake's .prl and *-config scripts lead to files that are there",
  explanation:
    'Whoever compiles against a library with CMake, with qmake or by asking a script such as ' +
    'bin/php-config gets flags and names of files. What names the folder that the library was built in, ' +
    'or a file that was not installed, leads nowhere on the platform: CMake ends with a message about an ' +
    'imported target, a compiler searches a directory that anybody there could make.',
  remedy:
    'Relocation takes flags of the linker away that search the directories of the build. What is left ' +
    'has to be corrected in the recipe, in a step after install; a description that nobody uses can be pruned.',
  run: checkDescriptions,
};

/** A flag with an absolute path; what stands before it is the beginning of a word. */
const FLAG =
  /(?<=^|[\s=':";,])(-[ILR]|-isystem\s*|-idirafter\s*|-Wl,-rpath(?:-link)?[,=])(\/[^\s'",;:>)]+)/gm;
/** A list of CMake's that says where an imported target and its headers are. */
const PROPERTY =
  /\b(IMPORTED_(?:LOCATION|IMPLIB|OBJECTS)\w*|INTERFACE_(?:(?:SYSTEM_)?INCLUDE_DIRECTORIES|LINK_LIBRARIES|LINK_DIRECTORIES))\s+"([^"]*)"/g;
/** The libraries of a `.prl`. */
const PRL_LIBRARIES = /^(QMAKE_PRL_LIBS\w*)[ \t]*=[ \t]*(.*)$/gm;

async function checkDescriptions(subject: Subject): Promise<Observation[]> {
  const files = subject.entries.filter((entry) => entry.kind === 'file').filter(isDescription);
  const paths = treePaths(subject.entries, subject.prefix);
  const readings = await readTexts(subject, files);
  return readings.flatMap((reading): Observation[] => {
    // Of a program with such a name nothing was expected.
    if ('unread' in reading) {
      return reading.unread.path.endsWith('-config') ? [] : [reading.unread];
    }
    const { path, text } = reading;
    if (path.endsWith('-config') && !text.startsWith('#!')) return [];
    const faults = [...flagsIn(text), ...namesIn(text)].flatMap(({ told, at }) =>
      faultOf(told, at, paths),
    );
    return [...new Set(faults)].map((message) => ({ path, message }));
  });
}

function isDescription({ path }: Pick<Entry, 'path'>): boolean {
  return /\.(?:cmake|prl)$|(?:^|\/)[^/]+-config$/.test(path);
}

/** A path that a description names, and how that is told. */
interface Named {
  readonly told: string;
  readonly at: string;
}

function flagsIn(text: string): Named[] {
  return Array.from(text.matchAll(FLAG), ([, flag = '', at = '']) => ({
    told: `gives ${printable(flag.trimEnd() + (/\s$/.test(flag) ? ' ' : '') + at)}`,
    at,
  }));
}

function namesIn(text: string): Named[] {
  const lists = [...text.matchAll(PROPERTY), ...text.matchAll(PRL_LIBRARIES)];
  return lists.flatMap(([, name = '', list = '']) =>
    list
      .split(/[;\s]+/)
      .filter((item) => item.startsWith('/'))
      .map((at) => ({ told: `names ${printable(at)} in ${name}`, at })),
  );
}

function faultOf(told: string, at: string, paths: TreePaths): string[] {
  const place = paths.followAbsolute(nodePath.posix.normalize(at));
  if (place.at === 'entry') return [];
  if (place.at !== 'outside') return [`${told}, which the tree doesn't have`];
  if (isSystemPath(place.path)) return [];
  return [`${told}, which is neither in the tree nor a path of the system`];
}
