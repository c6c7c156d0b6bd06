import type { Arch } from '../architecture.js';
import { numberOf, type Call } from './calls.js';

/** How a refused call fails, by the numbers of errno(3). */
export const ERRNO = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 } as const;

/** See {@link ERRNO}. */
export type Errno = keyof typeof ERRNO;

/** Which calls of a name are refused. Only the low 32 bits of an argument are looked at: all have no more. */
export type Condition =
  | { kind: 'always' }
  /** Those with any of these bits. */
  | { kind: 'bits'; argument: number; bits: number }
  /** Those with one of these values. */
  | { kind: 'values'; argument: number; values: readonly number[] }
  /** Those with a value that is none of these. */
  | { kind: 'others'; argument: number; values: readonly number[] };

/** A call that is refused, always or sometimes. */
export interface Rule {
  readonly call: Call;
  readonly error: Errno;
  readonly when: Condition;
}

/** What no build needs: rights over the machine, and doors to parts of the kernel that few look after. */
const NEVER = [
  // What is mounted, and where.
  ...['mount', 'umount', 'umount2', 'pivot_root', 'mount_setattr', 'move_mount', 'open_tree'],
  ...['open_tree_attr', 'fsopen', 'fsconfig', 'fsmount', 'fspick', 'open_by_handle_at'],
  // Keys of the kernel, which know no namespaces.
  ...['add_key', 'keyctl', 'request_key'],
  // Programs inside the kernel, and what watches it.
  ...['bpf', 'perf_event_open', 'userfaultfd', 'fanotify_init', 'lookup_dcookie', 'syslog'],
  // The kernel itself, its clock, its disks, its ports.
  ...['init_module', 'finit_module', 'delete_module', 'kexec_load', 'kexec_file_load', 'reboot'],
  ...['clock_settime', 'clock_adjtime', 'settimeofday', 'stime', 'acct', 'quotactl', 'quotactl_fd'],
  ...['swapon', 'swapoff', 'ioperm', 'iopl', 'nfsservctl', 'uselib', 'vhangup', 'setns'],
] as const satisfies readonly Call[];

/** What programs do without when the kernel doesn't know it. */
const UNKNOWN = [
  // Its flags are in memory, where a filter can't look; the C library takes clone then.
  'clone3',
  // So is the family of the socket that it makes.
  'socketcall',
  ...(['io_uring_setup', 'io_uring_enter', 'io_uring_register'] as const),
] as const satisfies readonly Call[];

// Linux, include/uapi/linux/sched.h
const NEW_NAMESPACES = 0x7e020000;
/** Of clone's flags the lowest byte is a signal. */
const NEW_TIME_NAMESPACE = 0x80;

// Linux, include/uapi/asm-generic/ioctls.h; the same everywhere
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;

/** Unix, the internet, and the netlink of the sandbox's own network. include/linux/socket.h */
const FAMILIES = [1, 2, 10, 16] as const;

/**
 * What the kernel refuses to whatever runs in a sandbox of ours. `ptrace` stays, since PRoot lives on
 * it and sees the sandbox alone, and so does `personality`.
 */
export function rulesFor(arch: Arch): readonly Rule[] {
  const families = { kind: 'others', argument: 0, values: FAMILIES } as const;
  const rules: Rule[] = [
    ...NEVER.map((call): Rule => ({ call, error: 'EPERM', when: { kind: 'always' } })),
    ...UNKNOWN.map((call): Rule => ({ call, error: 'ENOSYS', when: { kind: 'always' } })),
    {
      call: 'clone',
      error: 'EPERM',
      when: { kind: 'bits', argument: arch === 's390x' ? 1 : 0, bits: NEW_NAMESPACES },
    },
    {
      call: 'unshare',
      error: 'EPERM',
      when: { kind: 'bits', argument: 0, bits: NEW_NAMESPACES + NEW_TIME_NAMESPACE },
    },
    {
      call: 'ioctl',
      error: 'EPERM',
      when: { kind: 'values', argument: 1, values: [TIOCSTI, TIOCLINUX] },
    },
    { call: 'socket', error: 'EAFNOSUPPORT', when: families },
    { call: 'socketpair', error: 'EAFNOSUPPORT', when: families },
  ];
  return rules.filter(({ call }) => numberOf(call, arch) !== undefined);
}

/**
 * Under PRoot the kernel doesn't know either what PRoot 5.1 doesn't know: it would let these calls
 * through with a path of the other root, in which nothing is found; refused, qemu and the C library
 * take the older ones.
 */
export const UNKNOWN_TO_PROOT: readonly Rule[] = (['statx', 'openat2', 'faccessat2'] as const).map(
  (call): Rule => ({ call, error: 'ENOSYS', when: { kind: 'always' } }),
);
