/** What the program headers of an ELF file tell the kernel and the loader. */
export interface Segments {
  /** The program interpreter that it asks for (PT_INTERP). */
  interpreter: string | undefined;
  /** What it says of its stack (PT_GNU_STACK); `unstated` lets the loader make it executable. */
  stack: 'plain' | 'executable' | 'unstated';
  /** Whether relocated data become read-only after loading (PT_GNU_RELRO). */
  relro: boolean;
  /** Where the last of what is loaded ends, in bytes from the file's beginning. */
  loadedEnd: number;
}

/** Type, offset, two addresses, size in the file, size in memory, flags. */
const SEGMENT =
  /^ {2}(LOAD|GNU_STACK|GNU_RELRO) +0x([\da-f]+) 0x[\da-f]+ 0x[\da-f]+ 0x([\da-f]+) 0x[\da-f]+ ([R ][W ][E ]) /gm;

/** Reads the part of the output of `readelf -W -l`. */
export function parseSegments(text: string): Segments {
  const segments: Segments = {
    interpreter: /^ +\[Requesting program interpreter: (.*)\]$/m.exec(text)?.[1],
    stack: 'unstated',
    relro: false,
    loadedEnd: 0,
  };
  for (const [, type, offset = '', size = '', flags = ''] of text.matchAll(SEGMENT)) {
    const end = Number.parseInt(offset, 16) + Number.parseInt(size, 16);
    if (type === 'LOAD') segments.loadedEnd = Math.max(segments.loadedEnd, end);
    else if (type === 'GNU_RELRO') segments.relro = true;
    else if (flags.endsWith('E')) segments.stack = 'executable';
    else if (segments.stack === 'unstated') segments.stack = 'plain';
  }
  return segments;
}
