import { entryOf, ownName, subverbsOf } from '../catalogue/find.js';
import { sideBySide } from './columns.js';

/** The help of a verb that has subverbs: what these are, and an example of each. */
export function familyText(name: string): string {
  const subverbs = subverbsOf(name);
  const { usage = '', sentence = '', help } = entryOf(name) ?? {};
  const rows = subverbs.map((subverb) => [`  ${ownName(subverb)}`, subverb.sentence]);
  return [
    `Usage: binary-builder ${name} ${usage}`,
    '',
    sentence,
    ...(help === undefined ? [] : ['', help]),
    '',
    'Subverbs:',
    ...sideBySide(rows),
    '',
    'Examples:',
    ...subverbs.flatMap(({ examples }) => examples.slice(0, 1).map((line) => `  ${line}`)),
    '',
    `'binary-builder help ${name} SUBVERB' explains one, with its options.`,
    '',
  ].join('\n');
}
