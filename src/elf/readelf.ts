import { hasTextRelocations, parseDynamic, type Dynamic } from './dynamic.js';
import { parseHeader, type Header } from './header.js';
import { parseSections, type Section } from './sections.js';
import { parseSegments, type Segments } from './segments.js';
import { splitByFile } from './split.js';
import { parseVersionDefinitions, parseVersionNeeds, type VersionNeed } from './versions.js';

/** One ELF file, as `readelf` sees it. */
export interface Elf extends Pick<Header, 'type' | 'machine'> {
  path: string;
  /** Undefined for what the loader never sees: objects and statically linked programs. */
  dynamic: Dynamic | undefined;
}

/** An ELF file with all that an audit asks about. */
export interface ElfDetails
  extends
    Elf,
    Pick<Header, 'class' | 'endianness'>,
    Pick<Segments, 'interpreter' | 'stack' | 'relro'> {
  /** Versions of symbols that it needs, by the library that has to define them; empty for a file without section headers. */
  needs: VersionNeed[];
  /** Versions of symbols that it defines. */
  defines: string[];
  /** Whether the loader has to write into its code. */
  textRelocations: boolean;
  /** Whether it has debug information (`.debug_*`) or a symbol table (`.symtab`). */
  symbols: { debug: boolean; table: boolean };
  /** In the file's order; none when nothing but what is loaded was left in the file, or it was cut off. */
  sections: Section[];
  /** How many bytes the file must have for all that it speaks of to be in it. */
  extent: number;
}

/** Whether a kernel or loader loads such a file: a program or a shared library, and no object. */
export function isLoadable({ type }: Pick<Elf, 'type'>): boolean {
  return type === 'executable' || type === 'shared';
}

/**
 * Reads what `readelf -W -h -d FILES…` prints (binutils 2.26 and later, untranslated).
 * @throws Error when a file is missing from the output, or it can't be told where one begins
 */
export function parseReadelf(output: string, paths: readonly string[]): Elf[] {
  return eachFile(output, paths, (text, path) => {
    const { type, machine } = parseHeader(text, path);
    return { path, type, machine, dynamic: parseDynamic(text) };
  });
}

/**
 * Like {@link parseReadelf}, for `readelf -W -h -S -l -d -V FILES…`.
 * @throws Error as there
 */
export function parseDetails(output: string, paths: readonly string[]): ElfDetails[] {
  return eachFile(output, paths, (text, path) => {
    const { tablesEnd, ...header } = parseHeader(text, path);
    const { loadedEnd, ...segments } = parseSegments(text);
    const sections = parseSections(text);
    const names = sections.map(({ name }) => name);
    // Of a file with nothing but debug information, segments tell where they were in another file.
    const ends = sections.length === 0 ? [loadedEnd] : sections.map(endOf);
    return {
      path,
      ...header,
      ...segments,
      dynamic: parseDynamic(text),
      textRelocations: hasTextRelocations(text),
      needs: parseVersionNeeds(text),
      defines: parseVersionDefinitions(text),
      symbols: {
        debug: names.some((name) => /^\.z?debug_/.test(name)),
        table: names.includes('.symtab'),
      },
      sections,
      extent: ends.reduce((most, end) => Math.max(most, end), tablesEnd),
    };
  });
}

function eachFile<T>(
  output: string,
  paths: readonly string[],
  parse: (text: string, path: string) => T,
): T[] {
  const texts = splitByFile(output, paths);
  return paths.map((path, index) => parse(texts[index] ?? '', path));
}

function endOf({ offset, size }: Section): number {
  return size === 0 ? 0 : offset + size;
}
