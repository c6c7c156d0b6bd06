/** What the ELF header says, the names in readelf's words. */
export interface Header {
  /** `shared` is said of position-independent programs too. */
  type: 'executable' | 'shared' | 'relocatable' | 'other';
  /** `Advanced Micro Devices X86-64`. */
  machine: string;
  /** `ELF64`. */
  class: string;
  endianness: 'little' | 'big';
  /** Where the tables of segments and sections end that it speaks of, in bytes from the file's beginning. */
  tablesEnd: number;
}

const TYPES = { EXEC: 'executable', DYN: 'shared', REL: 'relocatable' } as const;

/**
 * Reads the part of the output of `readelf -h`.
 * @throws Error when there is none
 */
export function parseHeader(text: string, path: string): Header {
  const end = text.indexOf('\n\n');
  const header = end === -1 ? text : text.slice(0, end);
  const value = (name: string) =>
    new RegExp(`^ +${name}: +(.+)$`, 'm').exec(header)?.[1]?.trimEnd();
  const number = (name: string) => Number.parseInt(value(name) ?? '0', 10);

  const type = value('Type')?.split(' ', 1)[0];
  const machine = value('Machine');
  if (type === undefined || machine === undefined) {
    throw new Error(`readelf printed no ELF header of ${path}`);
  }
  // More sections than the header has room to count: `0 (70000)`.
  const sections = Number(/\((\d+)\)/.exec(value('Number of section headers') ?? '')?.[1]);
  return {
    type: type in TYPES ? TYPES[type as keyof typeof TYPES] : 'other',
    machine,
    class: value('Class') ?? 'unknown',
    endianness: value('Data')?.includes('big endian') === true ? 'big' : 'little',
    tablesEnd: Math.max(
      number('Start of program headers') +
        number('Number of program headers') * number('Size of program headers'),
      number('Start of section headers') +
        (sections || number('Number of section headers')) * number('Size of section headers'),
    ),
  };
}
