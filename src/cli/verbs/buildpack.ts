import type { Session } from '../session.js';
import { chooseSubverb } from '../words.js';
import { list } from './buildpack/list.js';
import { overlay } from './buildpack/overlay.js';
import { packageZip } from './buildpack/package.js';
import { stage } from './buildpack/stage.js';
import { summary } from './buildpack/summary.js';

const SUBVERBS = { package: packageZip, list, summary, overlay, stage } as const;
const NAMES = [
  'package',
  'list',
  'summary',
  'overlay',
  'stage',
] as const satisfies readonly (keyof typeof SUBVERBS)[];

/** `binary-builder buildpack package|list|summary|overlay|stage …` */
export async function run(words: string[], options: unknown, session: Session): Promise<void> {
  const { subverb, names } = chooseSubverb('buildpack', NAMES, words);
  await SUBVERBS[subverb](names, options, session);
}
