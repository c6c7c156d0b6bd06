import { BuilderError } from '../../../error.js';
import { describeDifference, diffManifests } from '../../../manifest/diff/index.js';
import { diffText } from '../../answer/manifest.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions, type CommonOptions } from '../../options/common.js';
import { told } from '../../print/told.js';
import { print } from '../../session/print.js';
import { manifestOf } from './versions.js';

export const verb = verbOf({
  usage: '[FILE] [FILE]',
  sentence: 'what changed between two manifests, in words',
  help:
    'Each is a file, as git has it in a commit (REF:PATH, from the top of the repository; REF:./PATH, from here; ' +
    ':PATH, what is staged), or standard input (-).',
  examples: [
    'binary-builder manifest diff released.yml manifest.yml',
    'binary-builder manifest diff HEAD~1:manifest.yml manifest.yml',
  ],
  options: commonOptions,
  run,
});

async function run(words: string[], options: CommonOptions): Promise<void> {
  const [before, after, ...others] = words;
  if (before === undefined || after === undefined || others.length > 0) {
    throw new BuilderError('USAGE', "'manifest diff' takes two manifests.", {
      hint: 'For example: binary-builder manifest diff released.yml manifest.yml',
    });
  }
  if (before === '-' && after === '-') {
    throw new BuilderError('USAGE', 'Standard input can be one of the two manifests, not both.');
  }
  const differences = diffManifests(await manifestOf(before), await manifestOf(after)).map(
    (difference) => ({ ...difference, message: describeDifference(difference) }),
  );
  print(
    options,
    { type: 'manifest.compared', before, after, differences },
    told(diffText, differences),
  );
}
