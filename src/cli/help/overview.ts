import { topVerbs } from '../catalogue/find.js';
import { GROUPS } from '../describe/groups.js';
import { sideBySide } from './columns.js';

/** What `binary-builder help` prints: the verbs by what they are for, on one screen of 80 columns. */
export function overview(): string {
  const rows = GROUPS.flatMap((group) => {
    // The last line tells of `help` itself.
    const verbs = topVerbs().filter((verb) => verb.group === group && verb.name !== 'help');
    // A group's name of two words takes two lines.
    const name = group.split(/(?<=and) /);
    return verbs.map((verb, index) => [name[index] ?? '', verb.name, verb.sentence]);
  });
  return [
    'The native binaries that buildpacks vendor: verified, isolated, reproducible.',
    'Usage: binary-builder VERB …',
    '       binary-builder --name=NAME --version=VERSION [--md5=…]',
    '',
    ...sideBySide(rows),
    '',
    "'binary-builder help VERB' explains a verb, with its options and examples.",
    '',
  ].join('\n');
}
