import type { Session } from '../session.js';
import { chooseSubverb } from '../words.js';
import { check } from './manifest/check.js';
import { diff } from './manifest/diff.js';
import { list } from './manifest/list.js';
import { create } from './manifest/new.js';
import { update } from './manifest/update.js';

const SUBVERBS = { update, check, list, diff, new: create } as const;
const NAMES = [
  'update',
  'check',
  'list',
  'diff',
  'new',
] as const satisfies readonly (keyof typeof SUBVERBS)[];

/** `binary-builder manifest update|check|list|diff|new …` */
export async function run(words: string[], options: unknown, session: Session): Promise<void> {
  const { subverb, names } = chooseSubverb('manifest', NAMES, words);
  await SUBVERBS[subverb](names, options, session);
}
