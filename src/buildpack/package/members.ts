import nodePath from 'node:path';
import { inHost, type HostPath } from '../../path.js';
import type { Entry, LinkEntry } from '../../tree/index.js';
import type { ZipMember } from '../../archive/zip/index.js';
import type { Dependency } from './sources.js';

/**
 * The members of a zip for what was chosen of a folder. Of modes it is only kept whether a file may be
 * executed: the rest is the umask of whoever checked it out.
 * @param written files whose content is another than the folder's, or that it doesn't have, by path
 */
export function membersOf(
  folder: HostPath,
  entries: readonly Entry[],
  written: ReadonlyMap<string, string>,
): ZipMember[] {
  return [
    ...entries
      .filter(({ path }) => !written.has(path))
      .flatMap((entry) => memberOf(folder, entry) ?? []),
    ...[...written].map(([path, text]): ZipMember => {
      return { path, kind: 'file', mode: 0o644, content: { bytes: Buffer.from(text) } };
    }),
  ];
}

/** The members for the files of dependencies. */
export function fileMembers(files: ReadonlyMap<Dependency, HostPath>): ZipMember[] {
  return [...files].flatMap(([{ member, copies }, file]) =>
    [member, ...copies].map((path): ZipMember => {
      return { path, kind: 'file', mode: 0o644, content: { file } };
    }),
  );
}

/** The links to what is not in a package; where those lead that go through other links is not looked at. */
export function danglingLinks(members: readonly ZipMember[]): LinkEntry[] {
  const kinds = new Map(members.map(({ path, kind }) => [path, kind]));
  for (const { path } of members) {
    for (let folder = parent(path); folder !== '.'; folder = parent(folder)) {
      if (!kinds.has(folder)) kinds.set(folder, 'folder');
    }
  }
  kinds.set('.', 'folder');
  return members.flatMap((member): LinkEntry[] => {
    if (member.kind !== 'link') return [];
    const { path, target } = member;
    // No zip has it: writing refuses it.
    if (target.startsWith('/')) return [];
    const leadsTo = nodePath.posix.join(parent(path), target).replace(/\/$/, '');
    for (let above = parent(leadsTo); above !== '.'; above = parent(above)) {
      if (kinds.get(above) === 'link') return [];
    }
    return kinds.has(leadsTo) ? [] : [{ kind: 'link', path, target }];
  });
}

function parent(path: string): string {
  return nodePath.posix.dirname(path);
}

function memberOf(folder: HostPath, entry: Entry): ZipMember | undefined {
  const { path } = entry;
  switch (entry.kind) {
    case 'file': {
      const mode = (entry.mode & 0o100) === 0 ? 0o644 : 0o755;
      return { path, kind: 'file', mode, content: { file: inHost(folder, path) } };
    }
    case 'link':
      return { path, kind: 'link', target: entry.target };
    case 'directory':
      return { path, kind: 'folder' };
    case 'special':
      return undefined;
  }
}
