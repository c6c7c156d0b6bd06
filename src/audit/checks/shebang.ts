import nodePath from 'node:path';
import { printable } from '../../text/index.js';
import { distinctFiles } from '../../tree/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { headOf, lookAtEach } from '../reading.js';
import { fileAt, treePaths, type Place, type TreePaths } from '../tree-paths.js';

/** Looks for the interpreters that scripts ask for in their first line. */
export const shebang: Check = {
  id: 'shebang',
  severity: 'error',
  summary: 'every script asks for an interpreter that the artifact or the stack has',
  explanation:
    'The first line of an executable script, #!/bin/sh for example, names the program that runs it. If ' +
    'that program is not there, the script does not start, and the message ("not found", "bad ' +
    'interpreter") seems to speak of the script itself. A common cause is an interpreter that only ' +
    'the machine of the build had.',
  remedy:
    'Correct the first line in the recipe, in a step after install, or have the build write another. ' +
    'If the script is meant for a program that users bring themselves, remove its execute permission ' +
    'or prune it. A program that the stack should have goes into the packages of the stack.',
  run: checkScripts,
};

/** The kernel reads no more of a script's first line (BINPRM_BUF_SIZE in linux/binfmts.h, less the line break). */
const LINE_BYTES = 255;

/** How much of a script is read, for its second line: as long as a path may be, and what stands around it. */
const HEAD_BYTES = 4096 + LINE_BYTES;

/**
 * How installers of Python packages name an interpreter that is too long for the kernel, or has a blank in
 * it: the shell runs the second line, which to Python is the beginning of a text.
 */
const SECOND_LINE =
  /^#![ \t]*\/bin\/sh[ \t]*\n(?:'''exec'|"exec")[ \t]+(?:"(\/[^\n"]+)"|(\/[^\s"']+))[^\n]* "\$0"/;

/** Where the programs are looked for that a script names. */
interface Programs {
  readonly paths: TreePaths;
  /** The stack's, by absolute path and by name. */
  readonly absolute: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly stack: string;
}

async function checkScripts(subject: Subject): Promise<Observation[]> {
  const { stack, programs } = subject.stack;
  const where: Programs = {
    paths: treePaths(subject.entries, subject.prefix),
    absolute: new Set(programs),
    names: new Set(programs.map((program) => nodePath.posix.basename(program))),
    stack,
  };
  const executables = distinctFiles(subject.entries).filter(({ mode }) => (mode & 0o111) !== 0);
  const found = await lookAtEach(executables, subject, async ({ path }): Promise<Observation[]> => {
    const head = await headOf(subject, path, HEAD_BYTES);
    if (head.toString('latin1', 0, 2) !== '#!') return [];
    return faultsOf(head, where).map((message) => ({ path, message }));
  });
  return found.flat();
}

function faultsOf(head: Buffer, programs: Programs): string[] {
  const end = head.indexOf('\n');
  const length = end === -1 ? head.length : end;
  if (length > LINE_BYTES) {
    return [`has a first line longer than ${LINE_BYTES} bytes, which is all that the kernel reads`];
  }
  const line = head.toString('utf8', '#!'.length, length);
  const [, interpreter = '', argument = ''] =
    /^[ \t]*([^ \t]*?)[ \t]*(?:[ \t](.*?))?[ \t]*\r?$/s.exec(line) ?? [];
  if (interpreter === '') return ['names no interpreter behind #!'];
  const [, quoted, plain] = SECOND_LINE.exec(head.toString('utf8')) ?? [];
  const second = quoted ?? plain;
  return [
    line.endsWith('\r')
      ? `ends its first line with a carriage return, so it asks for '${printable(line.trimStart())}'`
      : undefined,
    faultOfInterpreter(interpreter, programs),
    interpreter === '/usr/bin/env' ? faultOfEnv(argument, programs) : undefined,
    second === undefined ? undefined : faultOfInterpreter(second, programs),
  ].filter((fault) => fault !== undefined);
}

function faultOfInterpreter(path: string, programs: Programs): string | undefined {
  const asks = `asks for the interpreter ${printable(path)}`;
  if (!path.startsWith('/')) return `${asks}, which is no absolute path`;
  const place = programs.paths.followAbsolute(path);
  if (place.at === 'outside') {
    return programs.absolute.has(place.path)
      ? undefined
      : `${asks}, which neither the tree nor the stack ${programs.stack} has`;
  }
  const file = fileAt(place);
  if (file === undefined) return `${asks}, which the tree doesn't have`;
  return (file.mode & 0o111) === 0 ? `${asks}, which is not executable` : undefined;
}

/** `env` gets all that follows it as one argument, and splits it only when that begins with `-S`. */
function faultOfEnv(argument: string, programs: Programs): string | undefined {
  if (argument === '') return "asks env for a program, but doesn't say which";
  const split = /^(?:-\w*S|--split-string=)\s*(.*)$/s.exec(argument)?.[1];
  const name = split === undefined ? argument : programOf(split);
  if (name === '') return "asks env for a program, but doesn't say which";
  if (/[ \t]/.test(name)) {
    return `asks env for one program named '${printable(name)}': to split it, env wants -S`;
  }
  if (name.startsWith('/')) return faultOfInterpreter(name, programs);
  const own = programs.paths.follow(`bin/${name}`);
  if (programs.names.has(name) || isProgram(own, programs)) return undefined;
  return `asks env for ${printable(name)}, which neither the tree's bin nor the stack ${programs.stack} has`;
}

/** The first word that is neither an option of env nor an assignment. */
function programOf(words: string): string {
  return words.split(/\s+/).find((word) => !/^-|=/.test(word)) ?? '';
}

function isProgram(place: Place, { absolute }: Programs): boolean {
  if (place.at === 'outside') return absolute.has(place.path);
  return ((fileAt(place)?.mode ?? 0) & 0o111) !== 0;
}
