import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { BuilderError } from '../../error.js';
import { fillFolder } from '../index.js';
import { paced } from '../../pace.js';
import type { HostPath } from '../../path.js';
import { printable } from '../../text/index.js';
import {
  filling,
  MemberTree,
  SMALL,
  type TarMember,
  UnsafeFault,
  withoutTop,
} from '../tar/index.js';
import { contentOf, smallContent } from './content.js';
import { listZip, type ListedMember } from './directory.js';
import { textOf } from './entry.js';
import { unsafe } from './fault.js';
import { ZIP_LIMITS, type ZipLimits } from './limits.js';
import { plainPath } from './names.js';
import { treeMember } from './order.js';
import { Window } from './window.js';

export type { ZipLimits } from './limits.js';

/** One member of a zip. */
export interface ReadMember {
  /** With slashes, relative, without `.` and `..`, and without a slash at the end of a folder's. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'folder';
  /** Permission bits, set-uid ones included. */
  readonly mode: number;
  /** Seconds, the zip's own time taken for one of UTC; undefined when it means nothing. */
  readonly mtime: number | undefined;
  /** Bytes of its content. */
  readonly size: number;
  /** Of a link. */
  readonly target?: string;
  /**
   * Its content, empty for a folder, checked as it is read: it fails with BUILDPACK_INVALID at what is
   * not as the zip says. It works after the end of the listing too.
   */
  open(): Promise<Readable>;
}

export interface ReadZipOptions {
  /** Those that differ from {@link ZIP_LIMITS}. */
  readonly limits?: Partial<ZipLimits> | undefined;
  /** Ends the reading; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The members of a zip, in the order of its central directory. All of them have been looked at before
 * the first comes: no path and no link leaves the tree, nothing is there twice with different
 * contents, encrypted, or neither a file nor a folder nor a link.
 * @throws BuilderError BUILDPACK_INVALID, ARTIFACT_TOO_LARGE
 */
export async function* readZip(
  zip: HostPath,
  { limits, signal }: ReadZipOptions = {},
): AsyncGenerator<ReadMember> {
  for (const member of await listZip(zip, { ...ZIP_LIMITS, ...limits }, signal)) {
    const { path, kind, mode, mtime, size, target } = member;
    yield {
      path,
      kind,
      mode,
      mtime,
      size,
      ...(target !== undefined && { target }),
      open: () =>
        Promise.resolve(Readable.from(contentOf(zip, member, signal), { objectMode: false })),
    };
  }
}

interface UnpackZipOptions extends ReadZipOptions {
  /** Whether the folder that all members are in, if there is one, becomes the tree itself. */
  readonly dropTop?: boolean;
  /** Which members are not unpacked, by their path in the zip. */
  readonly isLeftOut?: (path: string) => boolean;
  /** The permission bits of a file or folder; those that the zip has unless given. */
  readonly modeOf?: (mode: number) => number;
}

/**
 * Unpacks a zip: modes but for set-uid bits, times of files, and links as they are in it. Its members
 * are looked at before anything is written; when a content turns out to be wrong, all that was written
 * goes again.
 * @param into a folder that is empty, or is made and on failure removed again
 * @throws BuilderError BUILDPACK_INVALID, ARTIFACT_TOO_LARGE, DISK_FULL, NOT_WRITABLE
 */
export async function unpackZip(
  zip: HostPath,
  into: HostPath,
  options: ReadZipOptions = {},
): Promise<void> {
  await unpackZipInPart(zip, into, options);
}

/**
 * Like {@link unpackZip}, with members left out, the top folder taken off or other modes. Left out or not, all members
 * are looked at.
 * @returns the members that were left out
 * @throws BuilderError as {@link unpackZip} does
 */
export async function unpackZipInPart(
  zip: HostPath,
  into: HostPath,
  { limits, signal, dropTop = false, isLeftOut = () => false, modeOf }: UnpackZipOptions = {},
): Promise<string[]> {
  const all = await listZip(zip, { ...ZIP_LIMITS, ...limits }, signal);
  const leftOut = new Set(all.filter(({ path }) => isLeftOut(path)));
  const members = all.filter((member) => !leftOut.has(member));
  const tree = dropTop ? await treeWithoutTop(zip, members, signal) : undefined;
  const file = await open(zip, 'r');
  try {
    const window = new Window(file.fd);
    await fillFolder(into, async () => {
      await filling(into, async (writer) => {
        for await (const member of paced(members, signal)) {
          const written = tarMember(zip, member, window, signal);
          await writer.write(written, modeOf?.(member.mode) ?? written.mode);
        }
      });
      if (tree !== undefined) await withoutTop(tree, into);
    });
  } catch (error) {
    throw error instanceof UnsafeFault ? unsafe(zip, error.unsafe) : error;
  } finally {
    await file.close();
  }
  return [...leftOut].map(({ path }) => path);
}

/**
 * The tree of members whose top folder is to go.
 * @throws BuilderError BUILDPACK_INVALID for what leaves the tree only then
 */
async function treeWithoutTop(
  zip: HostPath,
  members: readonly ListedMember[],
  signal?: AbortSignal,
): Promise<MemberTree> {
  const tree = new MemberTree();
  for await (const member of paced(members, signal)) tree.add(treeMember(member));
  const fault = await tree.findUnsafe({ dropTop: true, ...(signal && { signal }) });
  if (fault !== undefined) throw unsafe(zip, fault);
  return tree;
}

function tarMember(
  zip: HostPath,
  member: ListedMember,
  window: Window,
  signal?: AbortSignal,
): TarMember {
  const { mode, mtime, size, packedSize } = member;
  const common = { ...treeMember(member), mode: mode & 0o777, mtime, size };
  if (size > SMALL || packedSize > SMALL) {
    return { ...common, content: contentOf(zip, member, signal) };
  }
  return { ...common, content: smallContent(zip, member, window) };
}

/**
 * The text of one file in a zip, its byte order mark included; undefined when there is no such member.
 * @throws BuilderError BUILDPACK_INVALID for a member that is no file, has more bytes than that, or is
 * not UTF-8, and for a zip that {@link readZip} refuses; ARTIFACT_TOO_LARGE
 */
export async function readZipText(
  zip: HostPath,
  path: string,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const wanted = plainPath(path);
  const member = (await listZip(zip, ZIP_LIMITS, signal)).find((each) => each.path === wanted);
  if (member === undefined) return undefined;
  if (member.kind !== 'file') throw noText(zip, path, `it is a ${member.kind}, not a file`);
  if (member.size > maxBytes) {
    throw noText(zip, path, `it has ${member.size} bytes, more than ${maxBytes}`);
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of contentOf(zip, member, signal)) pieces.push(piece);
  const text = textOf(Buffer.concat(pieces));
  if (text === undefined) throw noText(zip, path, 'it is not UTF-8');
  return text;
}

function noText(zip: HostPath, path: string, reason: string): BuilderError {
  return new BuilderError(
    'BUILDPACK_INVALID',
    `cannot read ${printable(path)} in ${zip}: ${reason}`,
    { hint: 'It has to be a small text in UTF-8.' },
  );
}
