import nodePath from 'node:path';
import { cyan, dim, red } from 'yoctocolors';
import type { LinkedFile, NeededLibrary } from '../../store/index.js';
import { printableText } from '../../text/index.js';

/** Files of one directory that need the very same libraries. */
interface Group {
  first: string;
  /** How many there are beside the first. */
  more: number;
  needed: readonly NeededLibrary[];
}

/**
 * A tree of files and the libraries that each names, with where they come from. Files of one
 * directory that need the same stand together, the seventy modules of an interpreter for example;
 * those that miss a library are all named.
 */
export function libraryTree(files: readonly LinkedFile[]): string[] {
  return grouped(files).flatMap(({ first, more, needed }) => {
    const width = Math.max(...needed.map(({ name }) => printableText(name).length));
    return [
      `${cyan(printableText(first))}${more === 0 ? '' : ` and ${more} more beside it`}`,
      ...needed.map((library, index) => {
        const branch = dim(index === needed.length - 1 ? '└─' : '├─');
        return `${branch} ${printableText(library.name).padEnd(width)}  ${originOf(library)}`;
      }),
    ];
  });
}

/** How many libraries are linked, and where they come from, in a line. */
export function librarySummary(files: readonly LinkedFile[]): string {
  const origins = new Map(
    files.flatMap(({ needed }) => needed.map(({ name, from }) => [name, from] as const)),
  );
  const count = (wanted: NeededLibrary['from']) =>
    [...origins.values()].filter((from) => from === wanted).length;
  const missing = count('missing');
  return (
    `${count('artifact')} from the artifact, ${count('stack')} from the stack, ` +
    (missing === 0 ? '0 not found' : red(`${missing} not found`))
  );
}

function grouped(files: readonly LinkedFile[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { path, needed } of files) {
    const missing = needed.some(({ from }) => from === 'missing');
    const key = JSON.stringify([missing ? path : nodePath.posix.dirname(path), needed]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: path, more: 0, needed });
    else group.more += 1;
  }
  return [...groups.values()];
}

function originOf({ from, path }: NeededLibrary): string {
  if (from === 'missing') return red('not found');
  return `from the ${from}${path === undefined ? '' : dim(`: ${printableText(path)}`)}`;
}
