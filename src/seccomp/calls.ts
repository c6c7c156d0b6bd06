import type { Arch } from '../architecture.js';

/** A call that all architectures know by one number, as those from 424 on. */
function everywhere(number: number): Readonly<Record<Arch, number>> {
  return { x64: number, arm64: number, ppc64le: number, s390x: number };
}

/**
 * Numbers of system calls, by architecture; one that an architecture doesn't have has none.
 * Linux, include/uapi/asm-generic/unistd.h and arch/{x86,powerpc,s390}/entry/syscalls/*.tbl
 */
const NUMBERS = {
  acct: { x64: 163, arm64: 89, ppc64le: 51, s390x: 51 },
  add_key: { x64: 248, arm64: 217, ppc64le: 269, s390x: 278 },
  bpf: { x64: 321, arm64: 280, ppc64le: 361, s390x: 351 },
  clock_adjtime: { x64: 305, arm64: 266, ppc64le: 347, s390x: 337 },
  clock_settime: { x64: 227, arm64: 112, ppc64le: 245, s390x: 259 },
  clone: { x64: 56, arm64: 220, ppc64le: 120, s390x: 120 },
  clone3: everywhere(435),
  delete_module: { x64: 176, arm64: 106, ppc64le: 129, s390x: 129 },
  faccessat2: everywhere(439),
  fanotify_init: { x64: 300, arm64: 262, ppc64le: 323, s390x: 332 },
  finit_module: { x64: 313, arm64: 273, ppc64le: 353, s390x: 344 },
  fsconfig: everywhere(431),
  fsmount: everywhere(432),
  fsopen: everywhere(430),
  fspick: everywhere(433),
  init_module: { x64: 175, arm64: 105, ppc64le: 128, s390x: 128 },
  io_uring_enter: everywhere(426),
  io_uring_register: everywhere(427),
  io_uring_setup: everywhere(425),
  ioctl: { x64: 16, arm64: 29, ppc64le: 54, s390x: 54 },
  ioperm: { x64: 173, ppc64le: 101 },
  iopl: { x64: 172, ppc64le: 110 },
  kexec_file_load: { x64: 320, arm64: 294, ppc64le: 382, s390x: 381 },
  kexec_load: { x64: 246, arm64: 104, ppc64le: 268, s390x: 277 },
  keyctl: { x64: 250, arm64: 219, ppc64le: 271, s390x: 280 },
  lookup_dcookie: { x64: 212, arm64: 18, ppc64le: 235, s390x: 110 },
  mount: { x64: 165, arm64: 40, ppc64le: 21, s390x: 21 },
  mount_setattr: everywhere(442),
  move_mount: everywhere(429),
  nfsservctl: { x64: 180, arm64: 42, ppc64le: 168, s390x: 169 },
  open_by_handle_at: { x64: 304, arm64: 265, ppc64le: 346, s390x: 336 },
  open_tree: everywhere(428),
  open_tree_attr: everywhere(467),
  openat2: everywhere(437),
  perf_event_open: { x64: 298, arm64: 241, ppc64le: 319, s390x: 331 },
  pivot_root: { x64: 155, arm64: 41, ppc64le: 203, s390x: 217 },
  quotactl: { x64: 179, arm64: 60, ppc64le: 131, s390x: 131 },
  quotactl_fd: everywhere(443),
  reboot: { x64: 169, arm64: 142, ppc64le: 88, s390x: 88 },
  request_key: { x64: 249, arm64: 218, ppc64le: 270, s390x: 279 },
  setns: { x64: 308, arm64: 268, ppc64le: 350, s390x: 339 },
  settimeofday: { x64: 164, arm64: 170, ppc64le: 79, s390x: 79 },
  socket: { x64: 41, arm64: 198, ppc64le: 326, s390x: 359 },
  // s390x has it too, and its C library takes it for all that has to do with sockets.
  socketcall: { ppc64le: 102 },
  socketpair: { x64: 53, arm64: 199, ppc64le: 333, s390x: 360 },
  statx: { x64: 332, arm64: 291, ppc64le: 383, s390x: 379 },
  stime: { ppc64le: 25 },
  swapoff: { x64: 168, arm64: 225, ppc64le: 115, s390x: 115 },
  swapon: { x64: 167, arm64: 224, ppc64le: 87, s390x: 87 },
  syslog: { x64: 103, arm64: 116, ppc64le: 103, s390x: 103 },
  umount: { ppc64le: 22, s390x: 22 },
  umount2: { x64: 166, arm64: 39, ppc64le: 52, s390x: 52 },
  unshare: { x64: 272, arm64: 97, ppc64le: 282, s390x: 303 },
  uselib: { x64: 134, ppc64le: 86, s390x: 86 },
  userfaultfd: { x64: 323, arm64: 282, ppc64le: 364, s390x: 355 },
  vhangup: { x64: 153, arm64: 58, ppc64le: 111, s390x: 111 },
} as const satisfies Record<string, Partial<Record<Arch, number>>>;

/** A system call that a filter has something to say about. */
export type Call = keyof typeof NUMBERS;

/** The number of a call, or nothing where the architecture doesn't have it. */
export function numberOf(call: Call, arch: Arch): number | undefined {
  const numbers: Partial<Record<Arch, number>> = NUMBERS[call];
  return numbers[arch];
}

/** Every call of the table. */
export const CALLS: readonly Call[] = Object.keys(NUMBERS).filter(
  (name): name is Call => name in NUMBERS,
);
