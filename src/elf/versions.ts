/** Versions of symbols, of one library. */
export interface VersionNeed {
  /** The library that has to define them, by the name under which it is needed. */
  library: string;
  versions: string[];
}

const NEED =
  /^ {2}\w+: (?:Version: \d+ {2}File: (.*) {2}Cnt: \d+| {2}Name: (.*) {2}Flags: (.*?) +Version: \d+)$/gm;
const DEFINITION = /^ {2}\w+: Rev: \d+ {2}Flags: (.*?) +Index: \d+ {2}Cnt: \d+ {2}Name: (.*)$/gm;

/**
 * Reads the version needs from the output of `readelf -W -V`. Weak ones are left out: without them the
 * loader only warns.
 */
export function parseVersionNeeds(text: string): VersionNeed[] {
  const start = text.search(/^Version needs section /m);
  if (start === -1) return [];
  const needs: VersionNeed[] = [];
  for (const [, library, version, flags] of text.slice(start).matchAll(NEED)) {
    if (library !== undefined) needs.push({ library, versions: [] });
    else if (version !== undefined && flags?.includes('WEAK') !== true) {
      needs.at(-1)?.versions.push(version);
    }
  }
  return needs;
}

/** Reads the version definitions from the output of `readelf -W -V`, without the library's own name (`BASE`). */
export function parseVersionDefinitions(text: string): string[] {
  const start = text.search(/^Version definition section /m);
  if (start === -1) return [];
  return Array.from(text.slice(start).matchAll(DEFINITION)).flatMap(([, flags, name]) =>
    name === undefined || flags?.includes('BASE') === true ? [] : [name],
  );
}
