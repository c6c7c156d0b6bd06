import { BuilderError } from '../../../error.js';
import { describeDifference, diffManifests } from '../../../manifest/diff/index.js';
import { loadManifest } from '../../../manifest/model/index.js';
import { hostPath } from '../../../path.js';
import { diffText } from '../../answer/manifest.js';
import { told } from '../../print/told.js';
import { print } from '../../session.js';
import { parseSubverbOptions } from '../../subverb-options.js';
import { manifestOptions } from './options.js';

/** `binary-builder manifest diff A B` */
export async function diff(words: readonly string[], raw: unknown): Promise<void> {
  const options = parseSubverbOptions('manifest diff', manifestOptions.diff, raw);
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
  print(options, { before, after, differences }, told(diffText, differences));
}
