import { pathPattern, type PathSyntax, type PathTest } from './wildcards.js';

interface Rule {
  readonly matches: PathTest;
  /** Whether it takes back what an earlier rule has left out. */
  readonly isKept: boolean;
  readonly foldersAlone: boolean;
}

/** Tells whether something is left out. */
export type LeftOut = (path: string, kind: 'folder' | 'other') => boolean;

/**
 * Reads rules as a `.gitignore` has them (gitignore(5)): the last one that fits decides, and what is in a
 * folder that is left out is left out.
 */
export function ignoreRules(lines: readonly string[], syntax: PathSyntax = {}): LeftOut {
  const rules = lines.flatMap((line) => ruleOf(line, syntax));
  const folders = new Map<string, boolean>();
  const isLeftOut = (names: readonly string[], kind: 'folder' | 'other'): boolean => {
    if (names.length > 1 && isFolderLeftOut(names.slice(0, -1))) return true;
    const last = rules.findLast(
      ({ matches, foldersAlone }) => (kind === 'folder' || !foldersAlone) && matches(names),
    );
    return last !== undefined && !last.isKept;
  };
  const isFolderLeftOut = (names: readonly string[]): boolean => {
    const path = names.join('/');
    const found = folders.get(path) ?? isLeftOut(names, 'folder');
    folders.set(path, found);
    return found;
  };
  return (path, kind) => isLeftOut(path.split('/'), kind);
}

function ruleOf(line: string, syntax: PathSyntax): Rule[] {
  const trimmed = line.trimEnd();
  // A blank at the end counts only behind a backslash.
  const text = trimmed.endsWith('\\') ? line.slice(0, trimmed.length + 1) : trimmed;
  if (text === '' || text.startsWith('#')) return [];
  const isKept = text.startsWith('!');
  const pattern = isKept ? text.slice(1) : text;
  const foldersAlone = pattern.endsWith('/');
  const path = pattern.replace(/\/$/, '');
  // Without a slash it is a name, wherever that is.
  const whole = path.includes('/') ? path.replace(/^\//, '') : `**/${path}`;
  if (path === '') return [];
  return [{ matches: pathPattern(whole, { ...syntax, inside: true }), isKept, foldersAlone }];
}
