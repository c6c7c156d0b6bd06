import { readdirSync, readFileSync } from 'node:fs';

// Linux, include/uapi/asm-generic/fcntl.h; fdinfo has it in octal
const CLOSE_ON_EXEC = 0o2000000;

/**
 * Closes the descriptors before `--`, and becomes what comes after it. In Perl, since a shell would add to
 * the environment: its directory, for example.
 */
const CLOSE = `use POSIX ();
while (($_ = shift) ne '--') { POSIX::close($_) }
exec { $ARGV[0] } @ARGV or exit 127`;

let inherited: readonly number[] | undefined;

/**
 * The argv that runs another without the descriptors that whoever called us left open. Node keeps
 * its own from what it starts, and those that it got itself as far as there is no gap between them.
 * @param kept so many of the lowest descriptors are the program's own
 */
export function withoutInherited(
  argv: readonly [string, ...string[]],
  kept: number,
): [string, ...string[]] {
  inherited ??= openToChildren();
  const closed = inherited.filter((descriptor) => descriptor >= kept);
  if (closed.length === 0) return [...argv];
  return ['/usr/bin/perl', '-e', CLOSE, ...closed.map(String), '--', ...argv];
}

/** Descriptors above standard error that a program started by us would have too. */
function openToChildren(): number[] {
  return readdirSync('/proc/self/fdinfo')
    .map(Number)
    .filter((descriptor) => descriptor > 2 && !closesOnExec(descriptor));
}

function closesOnExec(descriptor: number): boolean {
  try {
    const info = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1');
    const flags = /^flags:\s*([0-7]+)$/m.exec(info)?.[1] ?? '0';
    return Math.floor(Number.parseInt(flags, 8) / CLOSE_ON_EXEC) % 2 === 1;
  } catch {
    // The descriptor of the very listing.
    return true;
  }
}
