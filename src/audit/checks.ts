import type { Check } from './check.js';
import { prefixLeak } from './checks/prefix-leak.js';

/** Every check by its id, in the order in which they run and are listed. */
export const checks: Readonly<Record<string, Check>> = register([prefixLeak]);

function register(list: readonly Check[]): Record<string, Check> {
  return Object.fromEntries(list.map((check) => [check.id, check]));
}
