import type { ElfDetails, Section } from '../../elf/index.js';
import type { Cause } from '../cause.js';
import type { ByteDifference, Content, Pair } from '../comparison.js';
import { changedFields, compareListings, type Common, type Listed } from '../listing.js';
import type { MemberFile } from '../member-file.js';
import { rangeOf } from '../stream.js';
import { compareStreams } from '../compare-streams.js';
import { PartList } from './parts.js';

/** Sections don't overlap, except in files made to be odd. */
const MOST_OVERLAP = 4;

/** A section says of itself where it is, but that follows from the others. */
type ListedSection = Section & Listed;

/**
 * Compares two ELF files: what they ask of the loader, and section by section.
 * @throws Error when the sections can't be those of the file
 */
export async function compareElf(
  files: Pair<MemberFile>,
  details: Pair<ElfDetails>,
  lines: number,
): Promise<Content | undefined> {
  const parts = new PartList('elf', lines);
  const fields = changedFields(fieldsOf(details.before), fieldsOf(details.after));
  if (fields.length > 0) parts.add({ kind: 'fields', name: 'what it says of itself', fields });

  const sections = [
    sectionsOf(details.before, files.before.size),
    sectionsOf(details.after, files.after.size),
  ] as const;
  const listings = compareListings(...sections);
  parts.add(...listings.parts);
  const size = headerSize(...sections);
  if (size === undefined) {
    const [old, young] = [files.before.size, files.after.size];
    parts.addBytes('the whole file', await compareAt(files, [0, old], [0, young]));
  } else if (listings.parts.length === 0 && listings.common.every(isAtSamePlace)) {
    // Where sections moved, headers differ because of that.
    parts.addBytes('its headers', await compareAt(files, [0, size], [0, size]));
  }
  for (const { name, before, after } of listings.common) {
    const bytes = await compareAt(files, [before.offset, before.size], [after.offset, after.size]);
    parts.addBytes(name, bytes && explain(name, bytes));
  }
  return parts.content();
}

const CAUSES: Readonly<Record<string, Cause>> = {
  '.note.gnu.build-id': 'build-id',
  '.gnu_debuglink': 'debug-link',
  '.comment': 'compiler',
};

function explain(section: string, bytes: ByteDifference): ByteDifference {
  const cause = CAUSES[section] ?? bytes.cause;
  // Text in a digest is there by chance.
  return cause === 'build-id' ? { ...bytes, text: null, cause } : { ...bytes, cause };
}

type Place = [offset: number, size: number];

async function compareAt({ before, after }: Pair<MemberFile>, old: Place, young: Place) {
  return compareStreams(rangeOf(before.handle, ...old), rangeOf(after.handle, ...young));
}

function isAtSamePlace({ before, after }: Common<Section>): boolean {
  return before.offset === after.offset && before.size === after.size;
}

/** Where the first section begins; undefined when a file has none. */
function headerSize(...files: readonly (readonly Section[])[]): number | undefined {
  if (files.some((sections) => sections.length === 0)) return undefined;
  return Math.min(...files.flat().map(({ offset }) => offset));
}

function sectionsOf({ sections }: ElfDetails, fileSize: number): ListedSection[] {
  const total = sections.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_OVERLAP * fileSize) throw new Error('its sections are larger than the file');
  return sections.map((section) => ({ ...section, fields: {} }));
}

function fieldsOf(elf: ElfDetails): Listed['fields'] {
  const { dynamic } = elf;
  return {
    class: elf.class,
    endianness: elf.endianness,
    machine: elf.machine,
    type: elf.type,
    interpreter: elf.interpreter,
    soname: dynamic?.soname,
    'needed libraries': dynamic?.needed.join(', '),
    rpath: dynamic?.rpath?.join(':'),
    runpath: dynamic?.runpath?.join(':'),
    stack: elf.stack,
    'read-only relocations': elf.relro ? 'yes' : 'no',
    'text relocations': elf.textRelocations ? 'yes' : 'no',
  };
}
