import { machineArch } from '../architecture.js';
import { filterOf } from './filter.js';
import { rulesFor, type Rule } from './rules.js';

/**
 * The seccomp filter for this machine's kernel, by {@link rulesFor} and more rules; none where the
 * numbers of its calls aren't known.
 */
export function machineFilter(more: readonly Rule[] = []): Uint8Array | undefined {
  const arch = machineArch();
  return arch === undefined ? undefined : filterOf(arch, [...rulesFor(arch), ...more]);
}
