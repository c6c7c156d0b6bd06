import nodePath from 'node:path';

import { locate, rewritePaths, type PathMap } from '../paths.js';

const SHEBANG = /^(#![ \t]*)(\/[^\s]*)([^\n]*)/;
/**
 * How installers of Python packages name an interpreter that is too long for a first line, or has a blank
 * in it: in the second, which is the beginning of a text to Python and a command to the shell.
 */
const SECOND_LINE = /^(\n(?:'''exec'|"exec")[ \t]+"?)(\/[^\n"]*?)(?="? "\$0")/;

/**
 * A script brought to the prefix: its interpreter, then every path in its body.
 *
 * An interpreter that the tree doesn't have under that name, but has with a version (pip of python
 * 3.11, installed with DESTDIR, asks for `PREFIX/bin/python`), becomes the most exact of them, if there
 * is no doubt which: see {@link versionedProgram}. One in the build's directories becomes the tree's
 * own program of that name; when the tree has none, the line stays for the audit to find. The same is done
 * to the second line of a script that has its interpreter there.
 * @param programs names of the files in the tree's `bin`
 */
export function relocateScript(text: string, map: PathMap, programs: ReadonlySet<string>): string {
  const match = SHEBANG.exec(text);
  if (match === null) return rewritePaths(text, map);
  const [line, start = '', interpreter = '', options = ''] = match;
  return (
    start +
    relocateInterpreter(interpreter, map, programs) +
    rewritePaths(options, map) +
    relocateBody(text.slice(line.length), map, programs)
  );
}

/** What follows the first line. */
function relocateBody(text: string, map: PathMap, programs: ReadonlySet<string>): string {
  const [whole, start = '', command = ''] = SECOND_LINE.exec(text) ?? [];
  if (whole === undefined) return rewritePaths(text, map);
  const [interpreter = '', ...options] = command.split(/(?=[ \t]+-)/);
  return (
    start +
    relocateInterpreter(interpreter, map, programs) +
    rewritePaths(options.join('') + text.slice(whole.length), map)
  );
}

function relocateInterpreter(
  interpreter: string,
  map: PathMap,
  programs: ReadonlySet<string>,
): string {
  const place = locate(interpreter, map);
  const name = nodePath.posix.basename(interpreter);
  const program = versionedProgram(name, programs);
  const own = program === undefined ? undefined : `${map.prefix}/bin/${program}`;
  if (place.where === 'build') return own ?? interpreter;
  const absent = place.where === 'tree' && place.path === `bin/${name}` && !programs.has(name);
  return absent && own !== undefined ? own : rewritePaths(interpreter, map);
}

/**
 * The program itself if it is there, else the one whose name is this name with a version. Of several,
 * the most exact, if all others are abbreviations of it: for `python`, `python3.11` beside `python3`,
 * but none beside `python3.10`.
 */
export function versionedProgram(name: string, programs: ReadonlySet<string>): string | undefined {
  if (programs.has(name)) return name;
  const separator = /\d$/.test(name) ? '.' : '';
  const versions = [...programs]
    .filter((program) => program.startsWith(name + separator))
    .map((program) => program.slice(name.length))
    .filter((version) => /^\.?\d+(\.\d+)*$/.test(version))
    .sort((a, b) => b.length - a.length);
  const [exact] = versions;
  return exact !== undefined &&
    versions.every((version) => version === exact || exact.startsWith(`${version}.`))
    ? name + exact
    : undefined;
}
