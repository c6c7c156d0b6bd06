import { CAUSES, type Cause } from '../cause.js';
import type { ByteDifference, FieldChange, Part } from '../comparison.js';
import { bytes, number, visible } from './words.js';
import { plural } from '../../text/index.js';

/** How many names stand below a field that differs in many parts. */
const MOST_NAMES = 10;

/** Lines about parts that differ: `-` is before, `+` after. Pure. */
export function partLines(parts: readonly Part[]): string[] {
  const bytes = parts.filter((part) => part.kind === 'bytes');
  const others = parts.filter((part) => part.kind !== 'bytes');
  return [...others.flatMap(linesOf), ...fieldLines(parts), ...bytes.flatMap(linesOf)];
}

/** Lines about bytes that differ. */
export function byteLines(name: string, difference: ByteDifference): string[] {
  const { hex, text, cause } = difference;
  return [
    `${visible(name)}: ${summary(difference)}`,
    `- ${excerpt(hex.before, text?.before)}`,
    `+ ${excerpt(hex.after, text?.after)}`,
    ...causeLines(cause),
  ];
}

/** A line about a likely cause, where there is one. */
export function causeLines(cause: Cause | null): string[] {
  return cause === null ? [] : [`  likely ${CAUSES[cause]}`];
}

function linesOf(part: Part): string[] {
  switch (part.kind) {
    case 'only': {
      const sign = part.side === 'before' ? '-' : '+';
      return [`${sign} only here: ${visible(part.name)} (${bytes(part.size)})`];
    }
    case 'order':
      return [
        `another order: no. ${number(part.position)} is`,
        `- ${visible(part.before)}`,
        `+ ${visible(part.after)}`,
      ];
    case 'bytes':
      return byteLines(part.name, part.bytes);
    case 'fields':
      return [];
  }
}

function summary({ offset, count, size }: ByteDifference): string {
  const { before, after } = size;
  const common = Math.min(before, after);
  const first = `the first at ${number(offset)} (0x${offset.toString(16)})`;
  const differ = plural(count, 'differs', 'differ');
  if (before === after) return `${number(count)} of ${bytes(before)} ${differ}, ${first}`;
  const sizes = `${bytes(before)} and ${bytes(after)}`;
  if (count === 0) return `${sizes}, the first ${number(common)} are the same`;
  return `${sizes}, ${number(count)} of the first ${number(common)} ${differ}, ${first}`;
}

function excerpt(hex: string, text: string | undefined): string {
  if (hex === '') return 'nothing more';
  return text === undefined ? hex : `${hex}  |${visible(text)}|`;
}

interface Changed {
  name: string;
  change: FieldChange;
}

/** Fields by their names: in a tar that was packed later all members differ in the same one. */
function fieldLines(parts: readonly Part[]): string[] {
  const groups = new Map<string, Changed[]>();
  for (const part of parts) {
    if (part.kind !== 'fields') continue;
    for (const change of part.fields) {
      const group = groups.get(change.field) ?? [];
      groups.set(change.field, group);
      group.push({ name: part.name, change });
    }
  }
  return [...groups].flatMap(([field, group]) => groupLines(field, group));
}

function groupLines(field: string, group: readonly Changed[]): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const cause = group.every(({ change }) => change.cause === first.change.cause)
    ? causeLines(first.change.cause)
    : [];
  if (group.length === 1) {
    return [`${visible(first.name)}: ${field} ${changeText(first.change)}`, ...cause];
  }
  const left = group.length - MOST_NAMES;
  return [
    `${field} of ${number(group.length)}:`,
    ...group
      .slice(0, MOST_NAMES)
      .map(({ name, change }) => `  ${visible(name)}: ${changeText(change)}`),
    ...(left > 0 ? [`  and of ${number(left)} more`] : []),
    ...cause,
  ];
}

function changeText({ before, after }: FieldChange): string {
  return `${visible(before ?? 'none')} → ${visible(after ?? 'none')}`;
}
