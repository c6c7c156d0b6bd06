import { reasonOf } from '../../error.js';
import { answerInTime } from './answer-in-time.js';
import { repeatedGroups } from './repeated-groups.js';

/** What a regular expression is. */
export type Expression =
  | { readonly kind: 'sound'; readonly regexp: RegExp }
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'runaway'; readonly reason: string };

/** So often is something repeated that every way to divide it is one too many. */
const REPETITIONS = 48;
/** What a repeated group is tried with, beside the characters that it is written with. */
const CHARACTERS = ['a', '0', '_'];
/** Of one group; more make no difference that anybody has seen. */
const MOST_CHARACTERS = 12;
/** Of one expression; nobody writes as many, unless to keep us busy. */
const MOST_GROUPS = 20;

const known = new Map<string, Expression>();

/**
 * Asks of a regular expression, as Ruby writes it, whether it can be compiled and whether it can run away.
 * That is found out by trying: each of its repeated groups gets texts that nearly match.
 */
export function examineExpression(pattern: string): Expression {
  const expression = known.get(pattern) ?? examine(pattern);
  known.set(pattern, expression);
  return expression;
}

/** Which texts an expression matches somewhere; undefined when it is invalid or runs away. */
export function matchesOf(pattern: string, texts: readonly string[]): boolean[] | undefined {
  const expression = examineExpression(pattern);
  if (expression.kind !== 'sound') return undefined;
  return answerInTime(() => texts.map((text) => expression.regexp.test(text)));
}

function examine(pattern: string): Expression {
  const source = translated(pattern);
  const flags = pattern.startsWith('(?i)') ? 'i' : '';
  let regexp: RegExp;
  try {
    regexp = new RegExp(source, flags);
  } catch (error) {
    const reason = reasonOf(error).replace(/^.*\/[a-z]*: /s, '');
    return { kind: 'invalid', reason: reason.charAt(0).toLowerCase() + reason.slice(1) };
  }
  const group = repeatedGroups(source).slice(0, MOST_GROUPS).find(runsAway);
  if (group === undefined) return { kind: 'sound', regexp };
  return { kind: 'runaway', reason: `what is repeated in ${group} is repeated as a whole again` };
}

/** What Ruby writes and JavaScript doesn't know: beginning and end of the text, a hex digit. */
const RUBY: Readonly<Record<string, string>> = { A: '^', z: '$', Z: '$', h: '[0-9a-fA-F]' };

function translated(pattern: string): string {
  return pattern
    .replace(/^\(\?i\)/, '')
    .replaceAll(/\\(.)/gs, (written, letter: string) => RUBY[letter] ?? written);
}

function runsAway(group: string): boolean {
  let whole: RegExp;
  try {
    whole = new RegExp(`^(?:${group})+$`);
  } catch {
    // It refers to a group outside of it.
    return false;
  }
  const texts = attacks(group);
  return answerInTime(() => texts.map((text) => whole.test(text))) === undefined;
}

/** Texts of one or two characters in turn, with an end that nothing matches. */
function attacks(group: string): string[] {
  const literal = group.replaceAll(/\\[a-z]|[()[\]{}?*+|^$\\]/gi, '');
  const characters = [...new Set([...CHARACTERS, ...Array.from(literal)])].slice(
    0,
    MOST_CHARACTERS,
  );
  const units = characters.flatMap((one) =>
    characters.map((other) => (one === other ? one : one + other)),
  );
  return units.map((unit) => `${unit.repeat(REPETITIONS)}\n\u0001`);
}
