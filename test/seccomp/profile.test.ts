import test from 'ava';
import { profileOf } from '../../src/seccomp/profile.js';

test('a profile for engines has a line for each case, and looks at 32 bits', (t) => {
  const low = 0xffffffff;
  const profile: unknown = JSON.parse(
    profileOf([
      { call: 'mount', error: 'EPERM', when: { kind: 'always' } },
      { call: 'clone', error: 'EPERM', when: { kind: 'bits', argument: 0, bits: 0x12000000 } },
      { call: 'ioctl', error: 'EPERM', when: { kind: 'values', argument: 1, values: [0x5412] } },
      {
        call: 'socket',
        error: 'EAFNOSUPPORT',
        when: { kind: 'others', argument: 0, values: [1, 3] },
      },
    ]),
  );
  const masked = (index: number, value: number, valueTwo: number) => [
    { index, value, valueTwo, op: 'SCMP_CMP_MASKED_EQ' },
  ];
  const refused = (name: string, errnoRet: number, args: unknown[]) => ({
    names: [name],
    action: 'SCMP_ACT_ERRNO',
    errnoRet,
    args,
  });
  t.deepEqual(profile, {
    defaultAction: 'SCMP_ACT_ALLOW',
    syscalls: [
      refused('mount', 1, []),
      refused('clone', 1, masked(0, 0x2000000, 0x2000000)),
      refused('clone', 1, masked(0, 0x10000000, 0x10000000)),
      refused('ioctl', 1, masked(1, low, 0x5412)),
      refused('socket', 97, masked(0, low, 0)),
      refused('socket', 97, masked(0, low, 2)),
      refused('socket', 97, [{ index: 0, value: 3, valueTwo: 0, op: 'SCMP_CMP_GT' }]),
    ],
  });
});
