import { listManifest, loadManifest } from '../../../manifest/model/index.js';
import { listText } from '../../answer/manifest.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions, type CommonOptions } from '../../options/common.js';
import { told } from '../../print/told.js';
import { print } from '../../session/print.js';
import { oneFile } from './files.js';

export const verb = verbOf({
  usage: '[FILE]',
  sentence: 'list the entries of a manifest',
  examples: ['binary-builder manifest list manifest.yml'],
  options: commonOptions,
  run,
});

async function run(words: string[], options: CommonOptions): Promise<void> {
  const { file, path } = oneFile('list', words);
  const entries = listManifest(await loadManifest(path));
  print(options, { type: 'manifest.listed', file, entries }, told(listText, file, entries));
}
