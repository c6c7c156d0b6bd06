import { LIMIT_NAMES, limitText, type LimitName } from '../../limit.js';
import { MEMORY_SHARE, type Limits } from '../../sandbox/index.js';

/** What stands for a share of memory that only the machine knows which builds. */
const SHARE = `${MEMORY_SHARE * 100}%`;

/** The limits of a build as people read them, each with where it comes from. */
export function limitsText(limits: Limits): Record<string, string> {
  return Object.fromEntries(
    LIMIT_NAMES.map((name) => {
      const { value, from } = limits[name];
      const what = isShare(limits, name)
        ? `${SHARE} of the machine's, where it can be enforced`
        : limitText(name, value ?? 'none');
      return [name, `${what} (${from})`];
    }),
  );
}

/** The limits of a build as JSON has them: seconds, a number, bytes; null for none. */
export function limitsData(limits: Limits) {
  return Object.fromEntries(
    LIMIT_NAMES.map((name) => {
      const { value, from } = limits[name];
      return [name, { value: isShare(limits, name) ? SHARE : (value ?? null), from }];
    }),
  );
}

function isShare(limits: Limits, name: LimitName): boolean {
  return name === 'memory' && limits[name].from === 'default';
}
