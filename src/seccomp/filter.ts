import { ARCHITECTURES, type Arch } from '../architecture.js';
import { numberOf } from './calls.js';
import { ERRNO, type Condition, type Rule } from './rules.js';

// Linux, include/uapi/linux/{bpf_common,seccomp,audit}.h
const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;
const NUMBER_AT = 0;
const ARCHITECTURE_AT = 4;
const ARGUMENTS_AT = 16;
const ALLOW = 0x7fff0000;
const REFUSE = 0x00050000;
const AUDIT_64BIT = 0x80000000;
const AUDIT_LITTLE_ENDIAN = 0x40000000;
/** Numbers from here on are those of the x32 ABI, under which x64 knows every call a second time. */
const X32 = 0x40000000;

/**
 * A seccomp filter as the kernel takes it: instructions of 8 bytes each, in the machine's own byte
 * order. Calls by another architecture's numbers (a 32-bit program's) are unknown to it. Pure.
 * @param arch the machine's
 */
export function filterOf(arch: Arch, rules: readonly Rule[]): Uint8Array {
  const { code, endianness } = ARCHITECTURES[arch].elf;
  const little = endianness === 'little';
  const audited = code + AUDIT_64BIT + (little ? AUDIT_LITTLE_ENDIAN : 0);
  const unknown: Instruction = { code: RETURN, value: REFUSE + ERRNO.ENOSYS };
  const program: Instruction[] = [
    { code: LOAD, value: ARCHITECTURE_AT },
    { code: JUMP_IF_EQUAL, value: audited, then: 1 },
    unknown,
    { code: LOAD, value: NUMBER_AT },
    ...(arch === 'x64' ? [{ code: JUMP_IF_AT_LEAST, value: X32, otherwise: 1 }, unknown] : []),
    ...rules.flatMap((rule) => instructionsOf(rule, arch, little)),
    { code: RETURN, value: ALLOW },
  ];
  return Buffer.concat(program.map((instruction) => encoded(instruction, little)));
}

/** One instruction; `then` and `otherwise` are how many of those after it are left out. */
interface Instruction {
  code: number;
  value: number;
  then?: number;
  otherwise?: number;
}

/** A rule's instructions, which leave the call's number loaded when they aren't about it. */
function instructionsOf({ call, error, when }: Rule, arch: Arch, little: boolean): Instruction[] {
  const number = numberOf(call, arch);
  if (number === undefined) return [];
  const refuse: Instruction = { code: RETURN, value: REFUSE + ERRNO[error] };
  const body =
    when.kind === 'always'
      ? [refuse]
      : [loadArgument(when.argument, little), ...tests(when, refuse)];
  return [{ code: JUMP_IF_EQUAL, value: number, otherwise: body.length }, ...body];
}

function loadArgument(argument: number, little: boolean): Instruction {
  return { code: LOAD, value: ARGUMENTS_AT + 8 * argument + (little ? 0 : 4) };
}

function tests(when: Exclude<Condition, { kind: 'always' }>, refuse: Instruction): Instruction[] {
  const allow: Instruction = { code: RETURN, value: ALLOW };
  if (when.kind === 'bits') {
    return [{ code: JUMP_IF_ANY_BIT, value: when.bits, otherwise: 1 }, refuse, allow];
  }
  const [named, others] = when.kind === 'values' ? [refuse, allow] : [allow, refuse];
  const equal = when.values.map((value, index): Instruction => ({
    code: JUMP_IF_EQUAL,
    value,
    then: when.values.length - index,
  }));
  return [...equal, others, named];
}

function encoded({ code, value, then = 0, otherwise = 0 }: Instruction, little: boolean): Buffer {
  const bytes = Buffer.alloc(8);
  if (little) bytes.writeUInt16LE(code, 0);
  else bytes.writeUInt16BE(code, 0);
  bytes.writeUInt8(then, 2);
  bytes.writeUInt8(otherwise, 3);
  if (little) bytes.writeUInt32LE(value, 4);
  else bytes.writeUInt32BE(value, 4);
  return bytes;
}
