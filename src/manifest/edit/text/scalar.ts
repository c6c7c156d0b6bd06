import { stringify } from 'yaml';
import { escapeHarmful, printableText } from '../../../text/index.js';
import { inDoubleQuotes } from '../../../files/index.js';
import type { Located } from '../../model/index.js';

/** How a text is written: `plain` only where nobody reads it as something else. */
export type Quoting = 'plain' | 'single' | 'double';

/** Digests and addresses that no reader takes for anything but text. */
const SURELY_TEXT = /^(?:(?!0b)[0-9a-f]*[abcdf][0-9a-f]*|[a-z]{2,}:\/\/[\w./~%@+=-]*[\w./~%@+=-])$/;
const FLOW_SIGN = /[,[\]{}]/;

/** How a scalar of the text is quoted. */
export function quotingOf(text: string, scalar: Located<string> | undefined): Quoting | undefined {
  if (scalar === undefined || scalar.start === scalar.end) return undefined;
  const sign = text[scalar.start];
  return sign === '"' ? 'double' : sign === "'" ? 'single' : 'plain';
}

/** The quotation mark that a key is written with, none if it has none. */
export function markOf(text: string, key: number): string {
  const sign = text[key];
  return sign === '"' || sign === "'" ? sign : '';
}

/**
 * A text as YAML. What a reader of YAML 1.1 or 1.2 would take for a number, a date or a truth
 * value is always quoted (in `quote`), and what can't stand in single quotes is in double ones.
 */
export function writeScalar(
  value: string,
  { quoting = 'plain', quote = 'double' }: { quoting?: Quoting; quote?: 'single' | 'double' } = {},
): string {
  if (isUnprintable(value)) return quoted(value, 'double');
  if (quoting !== 'plain') return quoted(value, quoting);
  if (SURELY_TEXT.test(value)) return value;
  return isPlain(value) ? value : quoted(value, quote);
}

function isPlain(value: string): boolean {
  if (FLOW_SIGN.test(value)) return false;
  const plain = stringify(value, {
    compat: 'yaml-1.1',
    lineWidth: 0,
    defaultStringType: 'PLAIN',
  });
  return plain === `${value}\n` && !looksLikeNumber(value);
}

/** What some readers take for a number although neither standard's schema does: `1_0.5`, `08`. */
function looksLikeNumber(value: string): boolean {
  return /^[-+]?[\d_.]+(?:e[-+]?\d+)?$/i.test(value) && !/^\d+\.\d+\.\d/.test(value);
}

function quoted(value: string, quote: 'single' | 'double'): string {
  return quote === 'single' && !isUnprintable(value)
    ? `'${value.replaceAll("'", "''")}'`
    : escapeHarmful(JSON.stringify(value), inDoubleQuotes);
}

/** What only double quotes can hold by its number: what YAML forbids, and what nobody would see. */
function isUnprintable(value: string): boolean {
  return printableText(value) !== value;
}
