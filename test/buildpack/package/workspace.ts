import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { ExecutionContext } from 'ava';
import {
  packageBuildpack,
  type PackagedBuildpack,
  type PackageRequest,
} from '../../../src/buildpack/package/index.js';
import { readZip } from '../../../src/archive/zip/read.js';
import { BuilderError } from '../../../src/error.js';
import type { Event } from '../../../src/event.js';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { namedStacks } from '../../manifest/check/findings.js';
import { cacheFolders } from '../../../src/store/index.js';

/** A file of a buildpack: its text, a link, or a program. */
export type File = string | { link: string } | { program: string } | { folder: true };

export interface Workspace {
  folder: HostPath;
  /** The buildpack. */
  directory: HostPath;
  output: HostPath;
  events: Event[];
  /** Packages the buildpack, uncached and for any stack unless said. */
  pack: (wanted?: Partial<PackageRequest>, signal?: AbortSignal) => Promise<PackagedBuildpack>;
  /** The error that packaging ends with; there is no zip afterwards. */
  fails(wanted?: Partial<PackageRequest>): Promise<BuilderError>;
  /** Puts a file beside the buildpack, and tells what an entry says of it. */
  file(name: string, content?: string | Buffer): Promise<Served>;
  warnings(): string[];
  /** Has a look at every further event. */
  watch(look: (event: Event) => void): void;
}

export interface Served {
  uri: string;
  sha256: string;
  md5: string;
}

export async function workspace(
  t: ExecutionContext,
  files: Readonly<Record<string, File>>,
): Promise<Workspace> {
  const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'package-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const directory = inHost(folder, 'buildpack');
  const output = inHost(folder, 'output');
  await write(directory, files);
  const events: Event[] = [];
  let watcher: (event: Event) => void = () => undefined;
  const emit = (event: Event) => {
    events.push(event);
    watcher(event);
  };
  const pack: Workspace['pack'] = (wanted = {}, signal) =>
    packageBuildpack(
      {
        directory,
        cached: false,
        stack: { kind: 'any' },
        outputDirectory: output,
        include: [],
        exclude: [],
        check: { stacks: namedStacks('cflinuxfs3', 'cflinuxfs4') },
        artifacts: folder,
        ...wanted,
      },
      { folders: { ...cacheFolders(folder), sources: inHost(folder, 'cache') }, emit, signal },
    );
  return {
    folder,
    directory,
    output,
    events,
    pack,
    async fails(wanted) {
      const error = await t.throwsAsync(pack(wanted), { instanceOf: BuilderError });
      t.deepEqual(await readdir(output).catch(() => []), []);
      return error;
    },
    async file(name, content = `the bytes of ${name}`) {
      await writeFile(inHost(folder, name), content);
      return { uri: pathToFileURL(inHost(folder, name)).href, ...digestsOf(content) };
    },
    watch(look) {
      watcher = look;
    },
    warnings: () => events.flatMap((event) => (event.type === 'warning' ? [event.message] : [])),
  };
}

export async function write(
  directory: HostPath,
  files: Readonly<Record<string, File>>,
): Promise<void> {
  for (const [name, file] of Object.entries(files)) {
    const path = inHost(directory, name);
    await mkdir(nodePath.dirname(path), { recursive: true });
    if (typeof file === 'string') await writeFile(path, file);
    else if ('link' in file) await symlink(file.link, path);
    else if ('folder' in file) await mkdir(path);
    else {
      await writeFile(path, file.program);
      await chmod(path, 0o775);
    }
  }
}

export function digestsOf(content: string | Buffer): { sha256: string; md5: string } {
  const digest = (name: string) => createHash(name).update(content).digest('hex');
  return { sha256: digest('sha256'), md5: digest('md5') };
}

/** What a zip has: texts of files, `-> target` of links, by path; programs with `x ` in front. */
export async function contentsOf(zip: HostPath): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for await (const member of readZip(zip)) {
    const { path, kind, mode, target } = member;
    if (kind === 'folder') contents[`${path}/`] = '';
    else if (kind === 'link') contents[path] = `-> ${target ?? ''}`;
    else {
      const text = (await buffer(await member.open())).toString();
      contents[path] = (mode & 0o111) === 0 ? text : `x ${text}`;
    }
  }
  return contents;
}

/** One entry of `dependencies:`. */
export function entry(
  name: string,
  version: string,
  { uri, sha256 }: Pick<Served, 'uri' | 'sha256'>,
  stacks: readonly string[] = ['cflinuxfs4'],
): string {
  return `- name: ${name}\n  version: ${version}\n  uri: ${uri}\n  sha256: ${sha256}\n  cf_stacks: [${stacks.join(', ')}]\n`;
}

/** A manifest of today: only what it names is packed. */
export function manifestOf(
  entries: readonly string[],
  rest = 'include_files: [bin, VERSION]\n',
): string {
  const list = entries.length === 0 ? 'dependencies: []\n' : `dependencies:\n${entries.join('')}`;
  return `language: python\n${list}${rest}`;
}

export const BUILDPACK = {
  VERSION: '1.8.2\n',
  'bin/compile': { program: '#!/bin/sh\n' },
  'bin/steps/python': 'echo python\n',
} as const satisfies Record<string, File>;
