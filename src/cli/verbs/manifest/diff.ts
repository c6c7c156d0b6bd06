import { BuilderError } from '../../../error.js';
import { describeDifference, diffManifests } from '../../../manifest/diff/index.js';
import { loadManifest } from '../../../manifest/model/index.js';
import { hostPath } from '../../../path.js';
import { diffText } from '../../answer/manifest.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions, type CommonOptions } from '../../options/common.js';
import { told } from '../../print/told.js';
import { print } from '../../session/print.js';

export const verb = verbOf({
  usage: '[FILE] [FILE]',
  sentence: 'what changed between two manifests, in words',
  examples: ['binary-builder manifest diff released.yml manifest.yml'],
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
  const differences = diffManifests(
    await loadManifest(hostPath(before)),
    await loadManifest(hostPath(after)),
  ).map((difference) => ({ ...difference, message: describeDifference(difference) }));
  print(
    options,
    { type: 'manifest.compared', before, after, differences },
    told(diffText, differences),
  );
}
