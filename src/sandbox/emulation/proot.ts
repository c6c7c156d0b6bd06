import { hostPath, type HostPath } from '../../path.js';
import type { PRootTools } from './emulator.js';

/** Where the root lies in the sandbox that PRoot runs in; PRoot shows it to a command as `/`. */
export const STACK = '/stack';

const PROOT = '/proot';
const QEMU = '/qemu';

/**
 * bubblewrap's arguments for what PRoot itself sees: its own files, processes, and a folder for the
 * loader that it unpacks. Nothing of it is below {@link STACK}. Pure.
 */
export function prootSurroundings({ proot, qemu, libraries }: PRootTools): string[] {
  return [
    ...['--dev', '/dev', '--proc', '/proc', '--ro-bind', '/proc/sys', '/proc/sys'],
    ...['--tmpfs', '/tmp'],
    ...['--ro-bind', proot, PROOT, '--ro-bind', qemu, QEMU],
    ...libraries.flatMap((library) => ['--ro-bind', library, library]),
  ];
}

/** The argv that runs another as the root's architecture, from the root's `/`. Pure. */
export function prootArgv(argv: readonly string[]): string[] {
  return [PROOT, '-v', '-1', '-q', QEMU, '-r', STACK, '-w', '/', ...argv];
}

/** The argv that tries whether PRoot can follow a program, which then says its version. Pure. */
export function prootTrial(tools: PRootTools): string[] {
  return [
    ...['--unshare-all', '--die-with-parent', '--uid', '0', '--gid', '0', '--clearenv'],
    ...[...prootSurroundings(tools), '--chdir', '/', '--'],
    ...[PROOT, '-v', '-1', '-r', '/', '-w', '/', QEMU, '--version'],
  ];
}

/** The files in what ldd says of a program. Pure. */
export function librariesIn(text: string): HostPath[] {
  const paths = text.split('\n').flatMap((line) => {
    const found = /^\s*(?:\S+ => )?(\/\S+) \(0x[0-9a-f]+\)$/.exec(line);
    return found?.[1] === undefined ? [] : [hostPath(found[1])];
  });
  return [...new Set(paths)];
}
