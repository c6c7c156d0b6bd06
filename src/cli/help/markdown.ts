import { subverbsOf, topVerbs } from '../catalogue/find.js';
import type { VerbEntry } from '../catalogue/entry.js';
import { COMMON_FLAGS } from '../catalogue/verbs.js';
import { GROUPS } from '../describe/groups.js';
import type { Flag } from '../describe/flag.js';

/** The part of docs/command-line.md that lists the verbs with the options that each takes. */
export function verbsMarkdown(): string {
  const groups = GROUPS.flatMap((group) => {
    const verbs = topVerbs().filter((verb) => verb.group === group);
    return [`**${group}**`, '', ...verbs.flatMap(linesOf), ''];
  });
  return [
    '<!-- verbs: begin (made by `npm run schemas`) -->',
    '',
    ...groups,
    `All of them take ${namesOf(COMMON_FLAGS)} and \`--help\`.`,
    '',
    '<!-- verbs: end -->',
  ].join('\n');
}

function linesOf(verb: VerbEntry): string[] {
  const subverbs = subverbsOf(verb.name);
  if (subverbs.length === 0) return [`- ${lineOf(verb)}`];
  return [`- \`${verb.name}\`: ${verb.sentence}`, ...subverbs.map((one) => `  - ${lineOf(one)}`)];
}

function lineOf({ name, usage, sentence, flags }: VerbEntry): string {
  const takes = flags.length === 0 ? '' : `. ${namesOf(flags)}`;
  return `\`${`${name} ${usage}`.trimEnd()}\`: ${sentence}${takes}`;
}

function namesOf(flags: readonly Flag[]): string {
  return flags.map((flag) => `\`${flag.flags}\``).join(', ');
}
