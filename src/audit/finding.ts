import { printableText, type Severity } from '../text/index.js';

/** Something that a check saw in a tree. */
export interface Observation {
  /** Of the file, link or directory, relative to the tree's root, with slashes. */
  path: string;
  /** What is wrong with it, as the end of a sentence that begins with the path. */
  message: string;
  /** Where in the file, in bytes from its beginning. */
  offset?: number;
}

/** An observation with the check that made it. */
export interface Finding extends Observation {
  /** The id of the check, see `checks`. */
  check: string;
  severity: Severity;
}

/** The findings of one severity. */
export function findingsOf(
  { findings }: { readonly findings: readonly Finding[] },
  severity: Severity,
): Finding[] {
  return findings.filter((finding) => finding.severity === severity);
}

/** A finding in one line; one of the whole tree has no path. */
export function describeFinding({ check, path, message }: Finding): string {
  return path === '.' ? `${check}: ${message}` : `${check}: ${printableText(path)}: ${message}`;
}
