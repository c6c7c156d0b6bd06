import { ignoreRules, type LeftOut } from '../../pattern/index.js';

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
export function ignoredBy(cfignore: string): LeftOut {
  const lines = cfignore.replace(/^\uFEFF/, '').split(/\r?\n/);
  return ignoreRules([...NEVER, ...lines], { ignoreCase: true });
}
