import type * as z from 'zod';
import { BuilderError } from '../../../error.js';
import { loadPolicies } from '../../../manifest/model/index.js';
import { copyStack } from '../../../manifest/update/index.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions } from '../../options/common.js';
import type { Session } from '../../session/session.js';
import { fileAndNames } from './files.js';
import { checkOption } from './options.js';
import { bringUpToDate } from './outcome.js';
import { requireKnown } from './records.js';

const options = commonOptions.extend({ check: checkOption });

export const verb = verbOf({
  usage: '[FILE] [FROM] [TO] [NAME...]',
  sentence: 'take entries over to another stack whose files fit both',
  help:
    'Those are files that several stacks share, and those whose names say noarch or any-stack. Of a NAME it is every ' +
    'file whose name tells no other stack. With --check, exit code 1 when there is a diff.',
  examples: [
    'binary-builder manifest copy-stack manifest.yml cflinuxfs4 cflinuxfs5 --check',
    'binary-builder manifest copy-stack manifest.yml cflinuxfs4 cflinuxfs5 miniforge',
  ],
  options,
  run,
});

async function run(
  words: string[],
  given: z.output<typeof options>,
  session: Session,
): Promise<void> {
  const { file, path, names: others } = fileAndNames('copy-stack', words);
  const [from, to, ...names] = others;
  if (from === undefined || to === undefined) {
    throw new BuilderError('USAGE', "'manifest copy-stack' takes a manifest and two stacks.", {
      hint: 'For example: binary-builder manifest copy-stack manifest.yml cflinuxfs4 cflinuxfs5',
    });
  }
  const { retiredStacks } = await loadPolicies(path);
  if (retiredStacks.includes(to)) {
    throw new BuilderError('USAGE', `'${to}' is among the retired-stacks of binary-builder.yml.`, {
      hint: 'Take it out of them, if entries are to be for it.',
    });
  }
  await bringUpToDate({ file, path }, given, session, (manifest) => {
    const known = new Set(manifest.entries.flatMap(({ name }) => name?.value ?? []));
    requireKnown('manifest copy-stack', names, known);
    return copyStack(manifest, { from, to, names });
  });
}
