import nodePath from 'node:path';
import { printable } from '../../text/index.js';
import type { Catalogue } from '../../stack/index.js';
import { isSearchedDirectory } from '../standard.js';
import { fileAt, type TreePaths } from '../tree-paths.js';

/** Where files are looked for that flags lead to. */
export interface Surroundings {
  paths: TreePaths;
  stack: Pick<Catalogue, 'stack' | 'libraries'>;
}

/** What compilers bring themselves, or find in every C library. */
const COMPILER = new Set([
  ...['c', 'm', 'pthread', 'dl', 'rt', 'util'],
  ...['gcc', 'gcc_s', 'stdc++', 'atomic'],
]);

/** One flag that leads to something; all others (`-D`, `-pthread`) lead nowhere and are fine. */
interface Flag {
  kind: 'directory' | 'file' | 'library';
  /** As it is told: `-L/usr/lib`. */
  text: string;
  value: string;
}

const DIRECTORY = /^(-I|-L|-isystem|-idirafter|-iquote|-Wl,-rpath(?:-link)?[,=])(.*)$/s;
/** Flags whose value is the next word, where they have none in their own. */
const WITH_NEXT = new Set(['-I', '-L', '-isystem', '-idirafter', '-iquote']);
/** Flags whose value is always the next word, a file. */
const WITH_FILE = new Set(['-include', '-imacros']);

/**
 * What is wrong with the flags that pkg-config gives, as ends of sentences.
 * @param told places that are told as wrong already: flags that lead there would only repeat it
 */
export function faultsOfFlags(
  text: string,
  { paths, stack }: Surroundings,
  told: readonly string[],
): string[] {
  const flags = flagsOf(text);
  const judged = flags.map((flag) => ({
    ...flag,
    fault: flag.kind === 'library' ? undefined : faultOfPlace(flag, paths),
  }));
  const places = judged
    .filter(({ value }) => !told.some((place) => isWithin(value, place)))
    .flatMap(({ fault }) => fault ?? []);

  const searched = judged.filter(({ text }) => text.startsWith('-L'));
  // Where a directory is wrong that was to have it, a library is missed only if nothing has it.
  const anywhere = searched.some(({ fault }) => fault !== undefined);
  const directories = anywhere ? paths.directories : searched.map(({ value }) => value);
  const where = anywhere
    ? 'in the tree'
    : `in ${searched.length === 0 ? 'its -L (there is none)' : 'the directories of its -L'}`;
  const missing = flags
    .filter(({ kind, value }) => kind === 'library' && !COMPILER.has(value))
    .filter(({ value }) => !inTree(value, directories, paths) && !inStack(value, stack))
    .map(
      ({ text }) =>
        `gives ${printable(text)}, a library that is neither ${where} nor in the stack ${stack.stack}`,
    );
  return [...new Set([...places, ...missing])];
}

/** Whether a path is a place or below it; below the root is everything, which says nothing. */
function isWithin(path: string, place: string): boolean {
  return place !== '/' && `${nodePath.posix.normalize(path)}/`.startsWith(`${place}/`);
}

/** Splits what pkg-config prints, which is quoted for a shell. */
function flagsOf(text: string): Flag[] {
  const words = Array.from(text.matchAll(/(?:\\.|"[^"]*"|'[^']*'|[^\s\\"'])+/gs), ([word]) =>
    word.replaceAll(/\\(.)|["']/gs, '$1'),
  );
  return joined(words).flatMap(({ word, next }): Flag[] => {
    if (next !== undefined && WITH_FILE.has(word)) {
      // One that isn't absolute is looked for in the directories of -I, by whoever compiles.
      return next.startsWith('/') ? [{ kind: 'file', text: `${word} ${next}`, value: next }] : [];
    }
    if (next !== undefined) return [{ kind: 'directory', text: `${word} ${next}`, value: next }];
    const [, option = '', value = ''] = DIRECTORY.exec(word) ?? [];
    if (option !== '') return [{ kind: 'directory', text: word, value }];
    if (word.startsWith('-l')) return [{ kind: 'library', text: word, value: word.slice(2) }];
    return word.startsWith('/') ? [{ kind: 'file', text: word, value: word }] : [];
  });
}

/** Puts flags and those of their values together that are the next word. */
function joined(words: readonly string[]): { word: string; next: string | undefined }[] {
  const flags: { word: string; next: string | undefined }[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const takesNext = WITH_NEXT.has(word) || WITH_FILE.has(word);
    const value = takesNext ? words[index + 1] : undefined;
    const next = value?.startsWith('-') === true ? undefined : value;
    if (next !== undefined) index += 1;
    flags.push({ word, next });
  }
  return flags;
}

function faultOfPlace({ kind, text, value }: Flag, paths: TreePaths): string | undefined {
  const gives = `gives ${printable(text)}`;
  if (value === '') return `${gives} without a directory`;
  if (!value.startsWith('/')) return `${gives}, which is no absolute path`;
  const place = paths.followAbsolute(value);
  if (place.at === 'outside') {
    return isSearchedDirectory(place.path)
      ? undefined
      : `${gives}, which is neither in the tree nor a directory that compilers search`;
  }
  return place.at === 'entry' && place.entry.kind === kind
    ? undefined
    : `${gives}, which the tree doesn't have`;
}

function inTree(name: string, directories: readonly string[], paths: TreePaths): boolean {
  const files = name.startsWith(':') ? [name.slice(1)] : [`lib${name}.so`, `lib${name}.a`];
  return directories.some((directory) =>
    files.some((file) => fileAt(paths.followAbsolute(`${directory}/${file}`)) !== undefined),
  );
}

function inStack(name: string, { libraries }: Surroundings['stack']): boolean {
  if (name.startsWith(':')) return libraries.some((library) => library.name === name.slice(1));
  const file = `lib${name}.so`;
  return libraries.some((library) => library.name === file || library.name.startsWith(`${file}.`));
}
