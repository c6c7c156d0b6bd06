import { createTwoFilesPatch } from 'diff';
import type { Candidate } from './candidates.js';
import { mutated } from './mutant.js';

/** Where a change is: `src/version/order.ts:12`, lines from 1 on. */
export function placeOf({ file, start }: Candidate, source: string): string {
  return `${file}:${source.slice(0, start).split('\n').length}`;
}

/** A change that no test noticed: where it is, and what it is. */
export function unnoticedText(candidate: Candidate, source: string): string {
  const { file } = candidate;
  const after = mutated(source, candidate);
  const patch = createTwoFilesPatch(file, file, source, after, '', '', { context: 1 });
  // Its names of files say no more.
  const changes = patch.slice(patch.indexOf('@@')).trimEnd();
  return `${placeOf(candidate, source)} is not noticed:\n${changes}`;
}

/** How many were noticed, of how many. */
export function totalText(noticed: number, all: number, seed: number): string {
  const share = all === 0 ? 100 : Math.floor((noticed / all) * 100);
  return `${noticed} of ${all} changes noticed (${share} %), seed ${seed}`;
}
