import nodePath from 'node:path';
import { isElfOf } from '../../architecture.js';
import type { ElfDetails } from '../../elf/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { resolveLibrary } from '../linkage.js';

/** Looks for every library that binaries ask for, and for the loader that programs ask for. */
export const neededUnresolved: Check = {
  id: 'needed-unresolved',
  severity: 'error',
  summary: 'the artifact or the stack has every library and loader that its binaries ask for',
  explanation:
    'A binary lists the libraries that it cannot do without (NEEDED), and a program also the loader that ' +
    'starts it (its interpreter). If one is nowhere, the program does not start: "cannot open shared ' +
    'object file: No such file or directory", or, for the loader, just "No such file or directory". ' +
    'Where it was built it did, since the packages of the build were there.',
  remedy:
    'Build without what needs the library, have the artifact bring it, or, if the platform has it beside ' +
    "its stack, name its package under 'packages: run' in the recipe.",
  run: async (subject) => {
    const own = subject.elf.filter((file) => isElfOf(subject.arch, file));
    const missing = own.flatMap((file) =>
      missingOf(file, subject).map((name) => ({ path: file.path, name })),
    );
    const names = [...new Set(missing.map(({ name }) => nodePath.posix.basename(name)))];
    const packages = names.length > 0 ? await subject.packagesOf?.(names) : undefined;
    return [
      ...missing.map(({ path, name }): Observation => {
        const from = packages?.get(nodePath.posix.basename(name));
        const told = from === undefined ? '' : `; the build had it from the package ${from}`;
        return { path, message: `needs the library ${name}, which ${nobodyHas(subject)}${told}` };
      }),
      ...own.flatMap((file) => unstartable(file, subject)),
    ];
  },
};

function missingOf({ path, dynamic }: ElfDetails, subject: Subject): string[] {
  return (dynamic?.needed ?? []).filter((name) =>
    name.includes('/') ? !isThere(name, path, subject) : !isKnown(name, subject),
  );
}

function unstartable({ path, interpreter }: ElfDetails, subject: Subject): Observation[] {
  if (interpreter === undefined || isThere(interpreter, path, subject)) return [];
  return [{ path, message: `needs the loader ${interpreter}, which ${nobodyHas(subject)}` }];
}

function isKnown(name: string, subject: Subject): boolean {
  const isLoader = subject.stack.loaders.some((path) => nodePath.posix.basename(path) === name);
  return isLoader || resolveLibrary(name, subject).from !== 'missing';
}

/** Whether a file is there that is asked for by its path; relative to nobody knows what, it is not. */
function isThere(name: string, path: string, { prefix, entries, stack }: Subject): boolean {
  const origin = nodePath.posix.join(prefix, nodePath.posix.dirname(path));
  const asked = nodePath.posix.normalize(name.replace(/^\$(?:ORIGIN|\{ORIGIN\})(?=\/)/, origin));
  const offered = [...stack.loaders, ...stack.libraries.map((library) => library.path)];
  return (
    offered.includes(asked) ||
    entries.some(
      (entry) =>
        (entry.kind === 'file' || entry.kind === 'link') &&
        nodePath.posix.join(prefix, entry.path) === asked,
    )
  );
}

function nobodyHas({ stack }: Subject): string {
  return `neither the artifact nor the stack ${stack.stack} has`;
}
