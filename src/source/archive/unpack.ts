import { mkdir } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError, reasonOf, systemErrorCode } from '../../error.js';
import type { HostPath } from '../../path.js';
import { explainSystemError } from '../../files/index.js';
import { complaintOf, formatOf, headOf, missingDecompressor, tarOf } from '../../archive/index.js';
import {
  partsOf,
  readTar,
  TreeWriter,
  type Member,
  type TarMember,
} from '../../archive/tar/index.js';
import { removeTree } from '../../tree/index.js';
import { inspectMembers } from './member.js';

interface UnpackOptions {
  signal?: AbortSignal;
  /** What messages call the archive; the name of its file unless given. */
  fileName?: string;
}

/**
 * Unpacks a tar archive, compressed or not, without its top folder when everything is in one. Every
 * member is checked before the first is written. Owners and the rights of others are not taken
 * over, times of files are: autotools compares them.
 * @param into made, and removed again on failure
 * @throws BuilderError NOT_AN_ARCHIVE, UNSAFE_ARCHIVE, MISSING_PROGRAM, DISK_FULL, NOT_WRITABLE
 */
export async function unpack(
  archive: HostPath,
  into: HostPath,
  options: UnpackOptions = {},
): Promise<void> {
  const { signal, fileName = nodePath.basename(archive) } = options;
  const format = formatOf(await headOf(archive));
  if (format.kind === 'other') {
    throw new BuilderError(
      'NOT_AN_ARCHIVE',
      `${fileName} is not an archive: it looks like ${format.looks}`,
      {
        hint: 'A source has to be a tar file, as it is or compressed with gzip, xz, bzip2 or zstd. Check its URL and its checksum.',
      },
    );
  }
  const { kind } = format;
  const read = async () => readTar(await tarOf(archive, kind, signal));
  const inspection = inspectMembers(
    await listMembers(await read()).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw missingDecompressor(error, kind) ?? damaged(fileName, error);
    }),
  );
  if (inspection.kind === 'unsafe') {
    throw new BuilderError(
      'UNSAFE_ARCHIVE',
      `${fileName} is not safe to unpack: ${inspection.member}: ${inspection.reason}`,
      { hint: 'Nothing was unpacked. An archive of a trustworthy upstream has no such members.' },
    );
  }
  try {
    await mkdir(into, { recursive: true });
    await extract(await read(), into, inspection.strip);
  } catch (error) {
    await removeTree(into).catch(() => undefined);
    signal?.throwIfAborted();
    const explained = explainSystemError(error, into);
    // What is left is of the kind that a name is too long for the file system.
    throw systemErrorCode(explained) === undefined || explained instanceof BuilderError
      ? explained
      : damaged(fileName, explained);
  }
}

function damaged(fileName: string, error: unknown): BuilderError {
  return new BuilderError(
    'NOT_AN_ARCHIVE',
    `${fileName} is damaged: ${complaintOf(error) ?? reasonOf(error)}`,
    {
      hint: 'No whole tar file can be got out of it. Check its URL and its checksum.',
      cause: error,
    },
  );
}

async function listMembers(tar: AsyncIterable<TarMember>): Promise<Member[]> {
  const members: Member[] = [];
  for await (const { path, type, target } of tar) {
    members.push({ path, type, ...(target !== undefined && { target }) });
  }
  return members;
}

async function extract(tar: AsyncIterable<TarMember>, into: HostPath, strip: 0 | 1): Promise<void> {
  const writer = new TreeWriter(into);
  const stripped = (path: string) => partsOf(path).slice(strip).join('/');
  for await (const member of tar) {
    const { path, type, target } = member;
    await writer.write({
      ...member,
      path: stripped(path),
      ...(type === 'hardlink' && target !== undefined && { target: stripped(target) }),
      mode: ordinaryMode(member.mode ?? 0),
    });
  }
}

/** What the owner may do; others may read and execute, and nothing is set-uid. */
function ordinaryMode(mode: number): number {
  return (mode & 0o755) | 0o600;
}
