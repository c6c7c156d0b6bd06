import { dim, green } from 'yoctocolors';
import type {
  Applied,
  FileDifference,
  FileState,
  Overlaid,
} from '../../buildpack/overlay/index.js';
import { counted, printableText } from '../../text/index.js';
import { unifiedDiff } from './unified-diff.js';

/** What an overlay changed, as a unified diff; what is no text is told in words between its parts. */
export function overlayDiff(differences: readonly FileDifference[]): string {
  return differences.map(diffOf).join('');
}

function diffOf({ path, before, after }: FileDifference): string {
  const name = printableText(path);
  const words: string[] = [];
  const texts = [before, after].every((state) => state === undefined || state.text !== undefined);
  const differ = texts && (before?.text ?? '') !== (after?.text ?? '');
  if (before === undefined || after === undefined || !texts) {
    if (!differ) {
      words.push(`${name}: ${wordsOf(before)} gives way to ${wordsOf(after)}`);
    }
  }
  if (before?.mode !== undefined && after?.mode !== undefined && before.mode !== after.mode) {
    words.push(`${name}: mode ${octal(before.mode)} becomes ${octal(after.mode)}`);
  } else if (before === undefined && isProgram(after)) {
    words.push(`${name}: mode ${octal(after?.mode ?? 0)}`);
  }
  const diff = differ ? unifiedDiff(path, before?.text, after?.text) : '';
  return [...words.map((line) => `${line}\n`), diff].join('');
}

function wordsOf(state: FileState | undefined): string {
  return state === undefined ? 'nothing' : printableText(state.words);
}

function isProgram(state: FileState | undefined): boolean {
  return ((state?.mode ?? 0) & 0o100) !== 0;
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

/** What an overlay did, for people. */
export function overlaidText(
  output: string,
  { changes, differences, placed }: Pick<Overlaid, 'changes' | 'differences' | 'placed'>,
): string {
  const made = changes.filter(({ changed }) => changed).length;
  const head =
    placed === 'same'
      ? 'nothing changed, it is as the overlay makes it'
      : `${counted(made, 'change')}, ${counted(differences.length, 'file')}`;
  return [
    `${green('✔')} ${output}: ${head}`,
    ...(placed === 'same' ? [] : changes.map(lineOf)),
  ].join('\n');
}

function lineOf({ path, message, changed }: Applied): string {
  const line = `  ${printableText(path)}: ${printableText(message)}`;
  return changed ? line : dim(line);
}
