import { summarizeBuildpack } from '../../../buildpack/package/index.js';
import { summaryText } from '../../answer/buildpack.js';
import { told } from '../../print/told.js';
import { print } from '../../session.js';
import { parseSubverbOptions } from '../../subverb-options.js';
import { buildpackOptions } from './options.js';
import { oneBuildpack } from './words.js';

/** `binary-builder buildpack summary DIR|ZIP` */
export async function summary(words: readonly string[], raw: unknown): Promise<void> {
  const options = parseSubverbOptions('buildpack summary', buildpackOptions.summary, raw);
  const found = await summarizeBuildpack(oneBuildpack('summary', words).path);
  print(options, found, told(summaryText, found, options.markdown));
}
