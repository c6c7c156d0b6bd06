import { paced } from '../../pace.js';
import { MemberTree, type Member, type UnsafeMember } from '../tar/index.js';
import { ZIP_LIMITS } from './limits.js';
import type { ZipMember } from './member.js';
import { nameFault, plainPath } from './names.js';

const TYPES = { file: 'file', link: 'symlink', folder: 'directory' } as const;

/** What stands in a tree for a member of a zip. */
export function treeMember(member: {
  readonly path: string;
  readonly kind: keyof typeof TYPES;
  readonly target?: string | undefined;
}): Member {
  const { path, kind, target } = member;
  return { path, type: TYPES[kind], ...(target !== undefined && { target }) };
}

/** The order of a zip: by the bytes of the paths, a folder right before what is in it. */
export function inOrder(members: readonly ZipMember[]): ZipMember[] {
  return members
    .map((member) => ({ member, key: Buffer.from(member.path.replaceAll('/', '\0')) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ member }) => member);
}

/** The first member that a zip of ours may not have, and why: it couldn't be unpacked again. */
export async function findUnwritable(
  members: readonly ZipMember[],
  signal?: AbortSignal,
): Promise<UnsafeMember | undefined> {
  const tree = new MemberTree();
  const paths = new Set<string>();
  for await (const member of paced(members, signal)) {
    const reason = formFault(member) ?? (paths.has(member.path) ? 'it comes twice' : undefined);
    if (reason !== undefined) return { member: member.path, reason };
    paths.add(member.path);
    const fault = tree.add(treeMember(member));
    if (fault !== undefined) return fault;
  }
  return await tree.findUnsafe({ signal });
}

function formFault(member: ZipMember): string | undefined {
  const { path } = member;
  const target = member.kind === 'link' ? member.target : '';
  if (!isText(path)) return 'its path is not UTF-8';
  if (!isText(target)) return 'it is a link to a path that is not UTF-8';
  const fault = nameFault({ path, target }, ZIP_LIMITS.nameBytes);
  if (fault !== undefined) return fault;
  // What is absolute, or leads up, has its own words.
  if (path.startsWith('/') || path.split('/').includes('..')) return undefined;
  return path === '' || path !== plainPath(path)
    ? 'its path is not in its shortest form'
    : undefined;
}

/** Whether a text is one of Unicode: no half of a pair, nor what decoding puts in place of bad bytes. */
function isText(text: string): boolean {
  return !text.includes('\u{FFFD}') && Buffer.from(text).toString() === text;
}
