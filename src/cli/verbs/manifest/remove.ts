import type * as z from 'zod';
import { ARCH_NAMES } from '../../../architecture.js';
import { BuilderError } from '../../../error.js';
import { removeEntries } from '../../../manifest/update/index.js';
import { list } from '../../describe/option.js';
import { verbOf } from '../../describe/verb.js';
import { choiceOption } from '../../options/choices.js';
import { commonOptions } from '../../options/common.js';
import type { Session } from '../../session/session.js';
import { fileAndNames, parseWanted } from './files.js';
import { checkOption } from './options.js';
import { bringUpToDate } from './outcome.js';
import { pairsOf } from './policies.js';

const options = commonOptions.extend({
  stack: list('<STACK>', 'only for this stack'),
  arch: choiceOption(ARCH_NAMES, '<ARCH>', '(default: for all)'),
  default: list('<NAME=VERSION>', 'make this version the default'),
  check: checkOption,
});

export const verb = verbOf({
  usage: '[FILE] [NAME@VERSION...]',
  sentence: 'take entries out of it, by name, version and stack',
  help:
    'A version may be a line, as in python@3.3.x, or a range, as in python@<3.5; a NAME alone is all of its versions. ' +
    'With --check, exit code 1 when there is a diff.',
  examples: [
    'binary-builder manifest remove manifest.yml python@3.3.x python@3.4.4 --stack cflinuxfs2',
    'binary-builder manifest remove manifest.yml python@2.7.12 --default python=3.5.2 --check',
  ],
  options,
  run,
});

type Given = z.output<typeof options>;

async function run(words: string[], given: Given, session: Session): Promise<void> {
  const { file, path, names } = fileAndNames('remove', words);
  if (names.length === 0) {
    throw new BuilderError('USAGE', "'manifest remove' takes a manifest and what shall go.", {
      hint: 'For example: binary-builder manifest remove manifest.yml python@3.4.4 --stack cflinuxfs2',
    });
  }
  const { stack: stacks, arch } = given;
  const defaults = Object.fromEntries(pairsOf('--default', given.default));
  await bringUpToDate({ file, path }, given, session, (manifest) =>
    removeEntries(manifest, { named: names.map(parseWanted), stacks, arch, defaults }),
  );
}
