import { listManifest, loadManifest } from '../../../manifest/model/index.js';
import { listText } from '../../answer/manifest.js';
import { told } from '../../print/told.js';
import { print } from '../../session.js';
import { oneFile } from './files.js';
import { parseSubverbOptions } from '../../subverb-options.js';
import { manifestOptions } from './options.js';

/** `binary-builder manifest list FILE` */
export async function list(words: readonly string[], raw: unknown): Promise<void> {
  const options = parseSubverbOptions('manifest list', manifestOptions.list, raw);
  const { file, path } = oneFile('list', words);
  const rows = listManifest(await loadManifest(path));
  print(options, rows, told(listText, file, rows));
}
