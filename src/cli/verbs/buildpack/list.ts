import { listBuildpack } from '../../../buildpack/package/index.js';
import { buildpackListText } from '../../answer/buildpack.js';
import { told } from '../../print/told.js';
import { print } from '../../session.js';
import { parseSubverbOptions } from '../../subverb-options.js';
import { buildpackOptions } from './options.js';
import { oneBuildpack } from './words.js';

/** `binary-builder buildpack list DIR|ZIP` */
export async function list(words: readonly string[], raw: unknown): Promise<void> {
  const options = parseSubverbOptions('buildpack list', buildpackOptions.list, raw);
  const { name, path } = oneBuildpack('list', words);
  const found = await listBuildpack(path);
  print(options, found, told(buildpackListText, name, found, options.markdown));
}
