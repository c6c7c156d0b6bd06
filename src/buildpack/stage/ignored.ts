import type { Ignore } from 'ignore';

/** What the platform never uploads of an application, beside what its `.cfignore` says. */
const NEVER = [
  '.cfignore',
  '.DS_Store',
  '.git',
  '.gitignore',
  '.hg',
  '.svn',
  '/manifest.yml',
  '_darcs',
];

/**
 * Tells what of an application is left out, as the platform's client does.
 * @param cfignore the text of the application's `.cfignore`, in the syntax of `.gitignore`
 */
export async function ignoredBy(
  cfignore: string,
): Promise<(path: string, kind: 'folder' | 'other') => boolean> {
  const { default: ignore } = await import('ignore');
  const rules: Ignore = ignore().add(NEVER).add(cfignore);
  return (path, kind) => rules.ignores(kind === 'folder' ? `${path}/` : path);
}
