import test from 'ava';
import { ARCH_NAMES, ARCHITECTURES, type Arch } from '../../src/architecture.js';
import { numberOf, type Call } from '../../src/seccomp/calls.js';
import { filterOf } from '../../src/seccomp/filter.js';
import { rulesFor, UNKNOWN_TO_PROOT } from '../../src/seccomp/rules.js';

const ALLOW = 0x7fff0000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const EAFNOSUPPORT = 0x00050061;

const AUDITED: Record<Arch, number> = {
  x64: 0xc000003e,
  arm64: 0xc00000b7,
  ppc64le: 0xc0000015,
  s390x: 0x80000016,
};

interface Asked {
  arch: Arch;
  number: number;
  /** Of all 64 bits. */
  args?: readonly bigint[];
  /** Whose numbers they are; the machine's own unless said. */
  audited?: number;
}

/** What the kernel would make of a call: classic BPF, as far as a filter of ours uses it. */
function answer(filter: Uint8Array, { arch, number, args = [], audited }: Asked): number {
  const little = ARCHITECTURES[arch].elf.endianness === 'little';
  const data = new DataView(new ArrayBuffer(64));
  data.setUint32(0, number, little);
  data.setUint32(4, audited ?? AUDITED[arch], little);
  for (const [index, value] of args.entries()) data.setBigUint64(16 + 8 * index, value, little);
  const program = new DataView(filter.buffer, filter.byteOffset, filter.byteLength);
  let loaded = 0;
  for (let at = 0; ; at += 1) {
    const code = program.getUint16(8 * at, little);
    const [then, otherwise] = [program.getUint8(8 * at + 2), program.getUint8(8 * at + 3)];
    const value = program.getUint32(8 * at + 4, little);
    if (code === 0x06) return value;
    if (code === 0x20) loaded = data.getUint32(value, little);
    if (code === 0x15) at += loaded === value ? then : otherwise;
    if (code === 0x35) at += loaded >= value ? then : otherwise;
    if (code === 0x45) at += (BigInt(loaded) & BigInt(value)) !== 0n ? then : otherwise;
  }
}

function asking(arch: Arch) {
  const filter = filterOf(arch, rulesFor(arch));
  return (call: Call, ...args: bigint[]) => {
    const number = numberOf(call, arch);
    return number === undefined ? undefined : answer(filter, { arch, number, args });
  };
}

for (const arch of ARCH_NAMES) {
  test(`what no build needs is refused on ${arch}, and nothing else`, (t) => {
    const ask = asking(arch);
    for (const call of ['mount', 'umount2', 'keyctl', 'bpf', 'perf_event_open', 'setns'] as const) {
      t.is(ask(call), EPERM, call);
    }
    t.is(ask('clone3'), ENOSYS);
    t.is(ask('io_uring_setup'), ENOSYS);
    t.is(ask('statx'), ALLOW);
    const filter = filterOf(arch, rulesFor(arch));
    t.is(answer(filter, { arch, number: 0 }), ALLOW);
    t.is(answer(filter, { arch, number: 4 }), ALLOW);
    // Of another architecture: a program of 32 bits.
    t.is(answer(filter, { arch, number: 1, audited: 0x40000003 }), ENOSYS);
  });

  test(`new namespaces, typing into a terminal and odd sockets are refused on ${arch}, by their arguments alone`, (t) => {
    const ask = asking(arch);
    const flags = (bits: bigint) => (arch === 's390x' ? [0n, bits] : [bits]);
    t.is(ask('clone', ...flags(0x1200011n)), ALLOW);
    t.is(ask('clone', ...flags(0x3d0f00n)), ALLOW);
    for (const bit of [0x20000n, 0x2000000n, 0x4000000n, 0x8000000n, 0x10000000n, 0x40000000n]) {
      t.is(ask('clone', ...flags(bit | 17n)), EPERM, `clone ${bit}`);
      t.is(ask('unshare', bit), EPERM, `unshare ${bit}`);
    }
    t.is(ask('unshare', 0x80n), EPERM);
    t.is(ask('unshare', 0x400n), ALLOW);
    t.is(ask('ioctl', 0n, 0x5413n), ALLOW);
    t.is(ask('ioctl', 0n, 0x5412n), EPERM);
    t.is(ask('ioctl', 0n, 0x541cn), EPERM);
    // The kernel takes the low half alone.
    t.is(ask('ioctl', 0n, 0x1_0000_5412n), EPERM);
    t.deepEqual(
      [1n, 2n, 10n, 16n].map((family) => ask('socket', family)),
      Array(4).fill(ALLOW),
    );
    for (const family of [0n, 3n, 15n, 17n, 31n, 38n, 40n, 0xffffffffn]) {
      t.is(ask('socket', family), EAFNOSUPPORT, `socket ${family}`);
      t.is(ask('socketpair', family), EAFNOSUPPORT, `socketpair ${family}`);
    }
  });
}

test('the older calls of some architectures are refused as those that they stand for', (t) => {
  // Numbers of their headers.
  const asked = (arch: Arch, number: number) =>
    answer(filterOf(arch, rulesFor(arch)), { arch, number });
  t.is(asked('ppc64le', 102), ENOSYS, 'socketcall, whose family is in memory');
  t.is(asked('ppc64le', 22), EPERM, 'umount');
  t.is(asked('ppc64le', 25), EPERM, 'stime');
  t.is(asked('s390x', 22), EPERM, 'umount');
  t.is(asked('s390x', 102), ALLOW, 'socketcall, on which its C library lives');
});

test('no rule names a call that the architecture does not have', (t) => {
  for (const arch of ARCH_NAMES) {
    const without = rulesFor(arch).filter(({ call }) => numberOf(call, arch) === undefined);
    t.deepEqual(without, [], arch);
  }
});

test('the numbers by which x64 knows each call a second time are unknown', (t) => {
  const filter = filterOf('x64', rulesFor('x64'));
  t.is(answer(filter, { arch: 'x64', number: 0x40000000 + 165 }), ENOSYS);
  t.is(answer(filter, { arch: 'x64', number: 0x40000000 }), ENOSYS);
});

test('under PRoot the calls that it does not know are unknown too', (t) => {
  const filter = filterOf('x64', [...rulesFor('x64'), ...UNKNOWN_TO_PROOT]);
  t.is(answer(filter, { arch: 'x64', number: 332 }), ENOSYS);
  t.is(answer(filter, { arch: 'x64', number: 437 }), ENOSYS);
  t.is(answer(filter, { arch: 'x64', number: 165 }), EPERM);
});
