import nodePath from 'node:path';
import type { Manifest } from '../../manifest/model/index.js';
import type { HostPath } from '../../path.js';
import { printable } from '../../text/index.js';
import { isTemporary, readInside } from '../../files/index.js';
import { listTree, type Entry } from '../../tree/index.js';
import type { ZipMember } from '../../archive/zip/index.js';
import { danglingLinks, membersOf } from './members.js';
import { isGit, selectFiles } from './select.js';
import { requireUnpackaged } from './unpackaged.js';
import type { Context } from '../../store/index.js';

/** What a package has of the buildpack itself. */
interface Own {
  readonly manifest: Manifest;
  /** The manifest as it is packed. */
  readonly text: string;
  readonly language: string;
  /** What was asked for: the file VERSION then says it. */
  readonly version: string | undefined;
  /** Where the buildpack is, of which the folder that is packed may be a copy. */
  readonly directory: HostPath;
}

/**
 * The members that a package has of a buildpack's folder. A link to what is not packed is told.
 * @throws BuilderError BUILDPACK_INVALID
 */
export async function ownMembers(
  folder: HostPath,
  { manifest, text, language, version, directory }: Own,
  { emit, signal }: Pick<Context, 'emit' | 'signal'>,
): Promise<ZipMember[]> {
  const warn = (message: string) => {
    emit({ type: 'warning', buildpack: directory, message });
  };
  // Another manifest in the folder is in the zip already, as manifest.yml and without credentials.
  const other = nodePath.relative(directory, manifest.path);
  const skip = (path: string) =>
    isGit(path) || isUnfinished(path) || (path === other && path !== 'manifest.yml');
  const listed = withFile(await listTree(folder, signal, skip), 'manifest.yml');
  const entries = version === undefined ? listed : withFile(listed, 'VERSION');
  const chosen = selectFiles(entries, manifest, language);
  requireUnpackaged(
    manifest,
    chosen.some(({ path }) => path.startsWith('dependencies/')),
  );
  if (folder !== directory && (await textAt(folder, 'manifest.yml')) !== manifest.text) {
    warn('pre_package changed manifest.yml; the zip has it as it was before');
  }
  const written = new Map([['manifest.yml', text]]);
  if (version !== undefined && (await textAt(folder, 'VERSION'))?.trim() !== version) {
    if (chosen.some(({ path }) => path === 'VERSION')) written.set('VERSION', `${version}\n`);
  }
  const members = membersOf(folder, chosen, written);
  for (const { path, target } of danglingLinks(members)) {
    warn(`${printable(path)} is a link to ${printable(target)}, which is not packed`);
  }
  return members;
}

/** What somebody is about to put in its place: a manifest that is brought up to date, or another zip. */
function isUnfinished(path: string): boolean {
  return isTemporary(nodePath.basename(path));
}

/** The list with a file that will be written, whether it is there or not. */
function withFile(entries: readonly Entry[], path: string): Entry[] {
  const [accessed, modified] = [new Date(0), new Date(0)];
  return [
    ...entries.filter((entry) => entry.path !== path),
    { kind: 'file', path, mode: 0o644, size: 0, accessed, modified, inode: '' },
  ];
}

async function textAt(folder: HostPath, path: string): Promise<string | undefined> {
  const read = await readInside(folder, path).catch(() => undefined);
  return read !== undefined && 'bytes' in read ? read.bytes.toString('utf8') : undefined;
}
