/** What the dynamic section of an ELF file asks of the loader. */
export interface Dynamic {
  soname: string | undefined;
  /** Names of libraries, as the loader will search them. */
  needed: string[];
  rpath: string[] | undefined;
  runpath: string[] | undefined;
}

/** One ELF file, as `readelf` sees it. */
export interface Elf {
  path: string;
  /** `shared` is said of position-independent programs too. */
  type: 'executable' | 'shared' | 'relocatable' | 'other';
  /** In readelf's words: `Advanced Micro Devices X86-64`. */
  machine: string;
  /** Undefined for what the loader never sees: objects and statically linked programs. */
  dynamic: Dynamic | undefined;
}

const TYPES = { EXEC: 'executable', DYN: 'shared', REL: 'relocatable' } as const;

/**
 * Reads what `readelf -W -h -d FILES…` prints (binutils 2.26 and later, untranslated). Sections are
 * found by the names that were asked for, in that order: a name can hold anything, a line break too.
 * @throws Error when a file is missing from the output
 */
export function parseReadelf(output: string, paths: readonly string[]): Elf[] {
  const [only, ...more] = paths;
  if (only === undefined) return [];
  if (more.length === 0) return [parseFile(only, output)];
  const starts: { header: number; body: number }[] = [];
  let position = 0;
  for (const path of paths) {
    const header = `\nFile: ${path}\n`;
    const start = `\n${output}`.indexOf(header, position);
    if (start === -1) throw new Error(`readelf printed nothing about ${path}`);
    // One less than found, since a line break was put before the output.
    position = start + header.length - 1;
    starts.push({ header: Math.max(0, start - 1), body: position });
  }
  return paths.map((path, index) =>
    parseFile(path, output.slice(starts[index]?.body, starts[index + 1]?.header)),
  );
}

function parseFile(path: string, text: string): Elf {
  const type = /^ +Type: +(\w+)/m.exec(text)?.[1];
  const machine = /^ +Machine: +(.+)$/m.exec(text)?.[1];
  if (type === undefined || machine === undefined) {
    throw new Error(`readelf printed no ELF header of ${path}`);
  }
  return {
    path,
    type: type in TYPES ? TYPES[type as keyof typeof TYPES] : 'other',
    machine,
    dynamic: parseDynamic(text),
  };
}

function parseDynamic(text: string): Dynamic | undefined {
  if (!/^Dynamic section at offset /m.test(text)) return undefined;
  const values = (tag: string) =>
    Array.from(
      text.matchAll(new RegExp(`^ 0x[0-9a-f]+ \\(${tag}\\) +[^\\[]*\\[(.*)\\]$`, 'gm')),
      ([, value = '']) => value,
    );
  const searchPath = (tag: string) => values(tag)[0]?.split(':');
  return {
    soname: values('SONAME')[0],
    needed: values('NEEDED'),
    rpath: searchPath('RPATH'),
    runpath: searchPath('RUNPATH'),
  };
}
