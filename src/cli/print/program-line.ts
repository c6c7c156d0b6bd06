import { dim } from 'yoctocolors';

/** Stands between what we say and what a program wrote. */
export const MARK = '│';

/**
 * A line that a program wrote. It begins with who wrote it and a mark that no line of ours has, so
 * that it can't be taken for one.
 * @param who harmless, as is the line
 */
export function programLine(who: string, line: string): string {
  return `${dim(`${who} ${MARK}`)}${line === '' ? '' : ` ${line}`}`;
}
