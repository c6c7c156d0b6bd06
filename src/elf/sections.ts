/** A section of an ELF file; offset and size in bytes of the file, size 0 for one that takes none. */
export interface Section {
  name: string;
  offset: number;
  size: number;
}

/** Address, offset, size, entry size, flags, link, info and alignment: what stands behind name and type. */
const NUMBERS =
  / (?:[\da-f]{8}|[\da-f]{16}) ([\da-f]{6,}) ([\da-f]{6,}) [\da-f]{2,} [ A-Za-z]{3,} +\d+ +\d+ +\d+$/;

/** Reads the part of the output of `readelf -W -S`, in the file's order, without the empty one at its beginning. */
export function parseSections(text: string): Section[] {
  const sections: Section[] = [];
  for (const [line] of text.matchAll(/^ {2}\[ *[1-9]\d*\] .*$/gm)) {
    const numbers = NUMBERS.exec(line);
    if (numbers === null) continue;
    // A name may have spaces in it, a type has none.
    const named = /^ {2}\[ *\d+\] (.*) (\S+)$/.exec(line.slice(0, numbers.index).trimEnd());
    const [, offset = '', size = ''] = numbers;
    sections.push({
      name: named?.[1]?.trim() ?? '',
      offset: Number.parseInt(offset, 16),
      size: named?.[2] === 'NOBITS' ? 0 : Number.parseInt(size, 16),
    });
  }
  return sections;
}
