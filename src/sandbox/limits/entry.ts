import type { Limits } from './limits.js';

/**
 * Limits that a shell sets for itself, and so for all that it starts: $1 is the size of a file in blocks
 * of 512 bytes, as POSIX has it (a bash that is called sh too), $2 the number of processes; `none` leaves
 * what is. Shells call the latter -u (bash, ksh) or -p (dash, ash, mksh), which is something else to
 * bash. A limit that is lower already can't be raised, and stays.
 */
export const ULIMITS = `[ "$1" = none ] || ulimit -f "$1" 2>/dev/null
[ "$2" = none ] || ulimit -u "$2" 2>/dev/null || ulimit -p "$2" 2>/dev/null
shift 2`;

/** Bytes of a block in which shells count. */
const BLOCK = 512;

/**
 * The arguments of {@link ULIMITS}.
 * @param counted `own` where the kernel counts the processes of this sandbox alone, which it does in a
 * user namespace of its own; `shared` where it would count all of the user's
 */
export function ulimitArguments(
  limits: Limits | undefined,
  counted: 'own' | 'shared',
): [string, string] {
  const size = limits?.['file-size'].value;
  const processes = counted === 'own' ? limits?.processes.value : undefined;
  return [
    size === undefined ? 'none' : String(Math.ceil(size / BLOCK)),
    processes === undefined ? 'none' : String(processes),
  ];
}

/** The size that a file has which was written up to its limit. Bytes. */
export function fullSize(limit: number): number {
  return Math.ceil(limit / BLOCK) * BLOCK;
}
