import type { HostPath } from '../path.js';
import {
  MemberTree,
  readTar,
  TarFault,
  type Member,
  type TarMember,
} from '../archive/tar/index.js';
import { damaged, tooLarge, unsafe } from './fault.js';
import { gunzip } from './gunzip.js';
import type { Limits } from '../archive/index.js';

/** What stands for bytes that are not UTF-8 in a text. */
const UNDECODABLE = '\u{FFFD}';

/**
 * The members of an artifact, as {@link readTar} reads them.
 * @throws BuilderError ARTIFACT_DAMAGED, ARTIFACT_TOO_LARGE
 */
export async function* membersOf(
  artifact: HostPath,
  limits: Limits,
  signal?: AbortSignal,
): AsyncGenerator<TarMember> {
  try {
    yield* readTar(gunzip(artifact, { limits, signal }));
  } catch (error) {
    throw error instanceof TarFault ? damaged(artifact, error.message, error) : error;
  }
}

/**
 * Looks at every member of an artifact without writing anything.
 * @throws BuilderError ARTIFACT_DAMAGED, ARTIFACT_UNSAFE, ARTIFACT_TOO_LARGE
 */
export async function inspectArtifact(
  artifact: HostPath,
  limits: Limits,
  signal?: AbortSignal,
): Promise<void> {
  const tree = new MemberTree();
  for await (const member of membersOf(artifact, limits, signal)) {
    const { path, type, target, size } = member;
    const reason = nameFault(member, limits);
    if (reason !== undefined) throw unsafe(artifact, { member: path, reason });
    tree.add({ path, type, ...(target !== undefined && { target }) });
    if (tree.size > limits.members) throw tooLarge(artifact, 'members', limits);
    if (size > limits.bytes) throw tooLarge(artifact, 'bytes', limits);
  }
  const found = tree.findUnsafe();
  if (found !== undefined) throw unsafe(artifact, found);
}

/** What is wrong with the texts of a member, as {@link packTree} would not have packed them. */
function nameFault({ path, target = '' }: Member, { nameBytes }: Limits): string | undefined {
  if (Buffer.byteLength(path) > nameBytes) return `its path has more than ${nameBytes} bytes`;
  if (Buffer.byteLength(target) > nameBytes) {
    return `it is a link to a path of more than ${nameBytes} bytes`;
  }
  if (path.includes(UNDECODABLE)) return 'its path is not UTF-8';
  if (target.includes(UNDECODABLE)) return 'it is a link to a path that is not UTF-8';
  return undefined;
}
