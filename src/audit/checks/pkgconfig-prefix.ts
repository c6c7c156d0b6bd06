import { printable } from '../../text/index.js';
import { askPkgConfig } from '../pkg-config/ask.js';
import { faultsOfFlags, type Surroundings } from '../pkg-config/flags.js';
import { faultsOfVariables } from '../pkg-config/variables.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { readTexts } from '../reading.js';
import { treePaths } from '../tree-paths.js';

/** Reads every pkg-config file, and asks pkg-config what it makes of it. */
export const pkgconfigPrefix: Check = {
  id: 'pkgconfig-prefix',
  severity: 'error',
  summary: 'pkg-config files (.pc) lead to the prefix, and their flags to files that are there',
  explanation:
    "Whoever compiles against a library asks pkg-config for the compiler's flags. A .pc file that names " +
    'another prefix gives flags that lead nowhere, or to another copy of the library. Each file is put to ' +
    "the stack's pkg-config, with the tree at its prefix: the directories of its -I and -L must exist " +
    'and its -l must be found, in the tree or in the stack. Outside of the tree only the directories ' +
    'that compilers search anyway are taken. A package that Requires or Requires.private names must ' +
    'be in the tree or in the stack too: one that only a build package brought is not there on the ' +
    'platform, and pkg-config then answers nothing at all.',
  remedy:
    'Relocation brings these files to the prefix, so look at what the recipe does after it. Copy the .pc ' +
    'that Requires names into the tree together with its library, or, if nobody needs it to compile ' +
    'against this one, remove it from Requires.private in a step after install. A directory that the ' +
    'tree does not have may have been pruned. A .pc that nobody can use can be pruned as well.',
  run: checkFiles,
};

async function checkFiles(subject: Subject): Promise<Observation[]> {
  const files = subject.entries
    .filter((entry) => entry.kind === 'file')
    .filter(({ path }) => path.endsWith('.pc'));
  const readings = await readTexts(subject, files);
  const answers = await askPkgConfig(
    files.map(({ path }) => path),
    subject,
  );
  const surroundings: Surroundings = {
    paths: treePaths(subject.entries, subject.prefix),
    stack: subject.stack,
  };
  return readings.flatMap((reading, index): Observation[] => {
    if ('unread' in reading) return [reading.unread];
    const { path, text } = reading;
    const { refusals = [], flags = '' } = answers[index] ?? {};
    const wrong = faultsOfVariables(text, subject.prefix);
    const told = wrong.map(({ at }) => at);
    return [
      ...wrong.map(({ message }) => message),
      ...refusals.map((words) => `is refused by pkg-config: ${printable(words)}`),
      ...faultsOfFlags(flags, surroundings, told),
    ].map((message) => ({ path, message }));
  });
}
