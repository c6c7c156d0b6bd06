import { chmod, rename, rm, rmdir, stat } from 'node:fs/promises';
import nodePath from 'node:path';
import { explaining, temporaryName } from '../../files/index.js';
import { paced } from '../../pace.js';
import { hostPath, inHost, type HostPath } from '../../path.js';
import type { Limits } from '../index.js';
import { TooLargeFault, UnsafeFault } from './fault.js';
import { MemberTree, partsOf, type Member } from './member.js';
import { readTar, type TarMember } from './read.js';
import { filling } from './filling.js';

export interface UnpackTarOptions {
  readonly limits: Limits;
  /** Whether the folder that all members are in, if there is one, becomes the tree itself. */
  readonly dropTop?: boolean;
  /** Which members are not unpacked, and may be anything, by their path in the tar. */
  readonly isLeftOut?: (path: string) => boolean;
  /** The permission bits of a file or folder; those that the tar has unless given. */
  readonly modeOf?: (mode: number | undefined) => number | undefined;
  /** What is wrong with the texts of a member, as the end of «NAME: …». */
  readonly textFault?: (member: Member) => string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Unpacks a tar while it streams by, which is read once. A member is written when it is known to stay
 * in the tree and to be written through no link; links come last of all, when what they lead to is
 * known. Memory grows by some 50 bytes with each member.
 * @param into a folder that is there and empty; what a failure leaves in it is the caller's to remove
 * @returns the members that were left out
 * @throws TarFault, UnsafeFault, TooLargeFault; BuilderError DISK_FULL, NOT_WRITABLE; what `tar` throws;
 * the signal's reason
 */
export async function unpackTar(
  tar: AsyncIterable<Uint8Array>,
  into: HostPath,
  options: UnpackTarOptions,
): Promise<string[]> {
  const { limits, modeOf = asItIs, signal, isLeftOut, textFault } = options;
  const leftOut: string[] = [];
  const members = new MemberTree();
  const links: TarMember[] = [];
  let bytes = 0;
  await filling(into, async (writer) => {
    const write = (member: TarMember) => writer.write(member, modeOf(member.mode));
    await readTar(limited(tar, options), (member) => {
      const tooLong = nameFault(member, limits);
      if (tooLong === undefined && isLeftOut?.(partsOf(member.path).join('/')) === true) {
        leftOut.push(member.path);
        if (leftOut.length > limits.members) throw new TooLargeFault('members');
        return undefined;
      }
      const reason = tooLong ?? textFault?.(member);
      const unsafe = reason === undefined ? members.add(member) : { member: member.path, reason };
      if (unsafe !== undefined) throw new UnsafeFault(unsafe);
      bytes += member.size;
      if (members.size > limits.members) throw new TooLargeFault('members');
      if (bytes > limits.bytes) throw new TooLargeFault('bytes');
      if (isLinkToItself(member)) return undefined;
      if (member.type === 'symlink') {
        links.push(withoutContent(member));
        return undefined;
      }
      if (members.hasRepeats) writer.keepOrder();
      return write(member);
    });
    const unsafe = await members.findUnsafe(options);
    if (unsafe !== undefined) throw new UnsafeFault(unsafe);
    for await (const link of paced(links, signal)) await write(link);
  });
  if (options.dropTop === true) await withoutTop(members, into);
  signal?.throwIfAborted();
  return leftOut;
}

/**
 * Puts the folder that all members are in, if there is one, into the place of the folder that they were unpacked to.
 * @throws BuilderError DISK_FULL, NOT_WRITABLE
 */
export async function withoutTop(members: MemberTree, into: HostPath): Promise<void> {
  const { top } = members;
  if (top === undefined) return;
  await explaining(into, async () => {
    for (const name of members.litter) await rm(inHost(into, name));
    await becomeTree(inHost(into, top), into);
  });
}

function asItIs(mode: number | undefined): number | undefined {
  return mode;
}

const NOTHING = Buffer.alloc(0);

/** A link as it is kept: the piece of the tar that it stood in goes. */
function withoutContent({ path, type, target = '' }: TarMember): TarMember {
  return { path, type, target, mode: undefined, mtime: undefined, size: 0, content: NOTHING };
}

async function* limited(
  tar: AsyncIterable<Uint8Array>,
  { limits, signal }: UnpackTarOptions,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of tar) {
    signal?.throwIfAborted();
    size += piece.length;
    if (size > limits.bytes) throw new TooLargeFault('bytes');
    yield piece;
  }
}

/** What tar writes of a file that it was told of twice; the file is there. */
function isLinkToItself({ type, path, target = '' }: Member): boolean {
  return type === 'hardlink' && partsOf(path).join('/') === partsOf(target).join('/');
}

function nameFault({ path, target = '' }: Member, { nameBytes }: Limits): string | undefined {
  if (isLonger(path, nameBytes)) return `its path has more than ${nameBytes} bytes`;
  if (isLonger(target, nameBytes)) return `it is a link to a path of more than ${nameBytes} bytes`;
  return undefined;
}

/** A character takes three bytes at most: few texts have to be counted. */
function isLonger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
}

/** Puts a folder into the place of the one that it is in, all else of which is empty. */
async function becomeTree(folder: HostPath, tree: HostPath): Promise<void> {
  const { mode } = await stat(tree);
  const beside = inHost(hostPath(nodePath.dirname(tree)), temporaryName(nodePath.basename(tree)));
  await rename(folder, beside);
  await rmdir(tree);
  await rename(beside, tree);
  await chmod(tree, mode & 0o7777);
}
