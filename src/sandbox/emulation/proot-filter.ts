import { endianness } from 'node:os';
import { ARCHITECTURES, type Arch } from '../../architecture.js';
import { machineArch } from '../../machine-arch.js';

/** System calls with paths that are younger than PRoot 5.1, by their numbers, which from 424 on are those of all. */
const OPENAT2 = 437;
const FACCESSAT2 = 439;
const STATX: Readonly<Record<Arch, number>> = { x64: 332, arm64: 291, ppc64le: 383, s390x: 379 };

/** Where the filter is read from. */
const DESCRIPTOR = '9';

/**
 * Has a filter ready on a descriptor, from a file that is gone by then. $1 is the filter as printf
 * takes it.
 */
const READY = `filter=$(mktemp)
printf "$1" > "$filter"
exec ${DESCRIPTOR}<"$filter"
rm "$filter"
shift
exec "$@"`;

/** bubblewrap's arguments that lay the filter of {@link withPRootFilter} on all that it starts. */
export const FILTER_ARGUMENTS = ['--seccomp', DESCRIPTOR] as const;

/**
 * The argv that runs bubblewrap with a filter under which the kernel doesn't know the system calls that
 * PRoot doesn't know. It would let them through with a path of the other root, in which nothing is found;
 * refused, qemu and the C library take the older ones.
 */
export function withPRootFilter(argv: readonly [string, ...string[]]): [string, ...string[]] {
  const octal = Array.from(
    filterOf(machineArch()),
    (byte) => `\\${byte.toString(8).padStart(3, '0')}`,
  );
  return ['sh', '-euc', READY, 'filter', octal.join(''), ...argv];
}

// Linux, include/uapi/linux/{bpf_common,seccomp,audit}.h
const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const RETURN = 0x06;
const NUMBER_AT = 0;
const ARCHITECTURE_AT = 4;
const ALLOW = 0x7fff0000;
const REFUSE = 0x00050000;
const ENOSYS = 38;
const AUDIT_64BIT = 0x80000000;
const AUDIT_LITTLE_ENDIAN = 0x40000000;

/**
 * The filter as the kernel takes it: instructions of 8 bytes each, in the machine's own byte order. It
 * refuses nothing on a machine whose numbers aren't known.
 */
function filterOf(machine: Arch | undefined): Buffer {
  if (machine === undefined) return instruction(RETURN, ALLOW);
  const { code, endianness: order } = ARCHITECTURES[machine].elf;
  const audited = code + AUDIT_64BIT + (order === 'little' ? AUDIT_LITTLE_ENDIAN : 0);
  const refused = [STATX[machine], OPENAT2, FACCESSAT2];
  const toAllow = refused.length + 1;
  return Buffer.concat([
    instruction(LOAD, ARCHITECTURE_AT),
    instruction(JUMP_IF_EQUAL, audited, { otherwise: toAllow }),
    instruction(LOAD, NUMBER_AT),
    ...refused.map((number, index) =>
      instruction(JUMP_IF_EQUAL, number, { then: refused.length - index }),
    ),
    instruction(RETURN, ALLOW),
    instruction(RETURN, REFUSE + ENOSYS),
  ]);
}

function instruction(code: number, value: number, { then = 0, otherwise = 0 } = {}): Buffer {
  const bytes = Buffer.alloc(8);
  const little = endianness() === 'LE';
  if (little) bytes.writeUInt16LE(code, 0);
  else bytes.writeUInt16BE(code, 0);
  bytes.writeUInt8(then, 2);
  bytes.writeUInt8(otherwise, 3);
  if (little) bytes.writeUInt32LE(value, 4);
  else bytes.writeUInt32BE(value, 4);
  return bytes;
}
