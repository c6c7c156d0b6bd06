import { ERRNO, type Condition, type Rule } from './rules.js';

/** What of an argument a line of a profile asks for; all of a line's have to be true. */
interface Argument {
  index: number;
  value: number;
  valueTwo: number;
  op: 'SCMP_CMP_GT' | 'SCMP_CMP_MASKED_EQ';
}

/** The kernel takes the low 32 bits of these arguments, and a comparison without a mask would see all 64. */
const LOW = 0xffffffff;

/**
 * The same rules as a container engine takes them: a seccomp profile in JSON. Pure.
 * @see https://docs.docker.com/engine/security/seccomp/
 */
export function profileOf(rules: readonly Rule[]): string {
  const syscalls = rules.flatMap(({ call, error, when }) =>
    argumentsOf(when).map((args) => ({
      names: [call],
      action: 'SCMP_ACT_ERRNO',
      errnoRet: ERRNO[error],
      args,
    })),
  );
  return `${JSON.stringify({ defaultAction: 'SCMP_ACT_ALLOW', syscalls }, undefined, 1)}\n`;
}

/** The lines that a condition takes: a profile knows no "or" and, in old versions, no "one of". */
function argumentsOf(when: Condition): Argument[][] {
  switch (when.kind) {
    case 'always':
      return [[]];
    case 'bits':
      return bitsOf(when.bits).map((bit) => [
        { index: when.argument, value: bit, valueTwo: bit, op: 'SCMP_CMP_MASKED_EQ' },
      ]);
    case 'values':
      return when.values.map((value) => [equals(when.argument, value)]);
    case 'others': {
      const last = Math.max(...when.values);
      const between = Array.from({ length: last }, (_, value) => value).filter(
        (value) => !when.values.includes(value),
      );
      return [
        ...between.map((value) => [equals(when.argument, value)]),
        [{ index: when.argument, value: last, valueTwo: 0, op: 'SCMP_CMP_GT' }],
      ];
    }
  }
}

function equals(index: number, value: number): Argument {
  return { index, value: LOW, valueTwo: value, op: 'SCMP_CMP_MASKED_EQ' };
}

/** The single bits of a number of at most 32. */
function bitsOf(bits: number): number[] {
  return Array.from({ length: 32 }, (_, index) => 2 ** index).filter(
    (bit) => Math.floor(bits / bit) % 2 === 1,
  );
}
