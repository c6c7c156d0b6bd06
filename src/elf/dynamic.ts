/** What the dynamic section of an ELF file asks of the loader. */
export interface Dynamic {
  soname: string | undefined;
  /** Names of libraries, as the loader will search them. */
  needed: string[];
  rpath: string[] | undefined;
  runpath: string[] | undefined;
}

/** Reads the part of the output of `readelf -W -d`; undefined when the file has no such section. */
export function parseDynamic(text: string): Dynamic | undefined {
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

/** Whether the dynamic section says that code has to be written to (DT_TEXTREL, or the flag DF_TEXTREL). */
export function hasTextRelocations(text: string): boolean {
  return /^ 0x[0-9a-f]+ \((?:TEXTREL\) |FLAGS\) .*\bTEXTREL\b)/m.test(text);
}
