import { mkdir, rm } from 'node:fs/promises';
import nodePath from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Parser, Unpack, type ReadEntry } from 'tar';
import { BuilderError, reasonOf, systemErrorCode } from '../../error.js';
import type { HostPath } from '../../path.js';
import { explainSystemError } from '../../store/index.js';
import { complaintOf, headOf, missingProgram, tarOf } from './content.js';
import { formatOf } from './format.js';
import { inspectMembers, type Member } from './member.js';

export interface UnpackOptions {
  signal?: AbortSignal;
  /** What messages call the archive; the name of its file unless given. */
  fileName?: string;
}

/**
 * Unpacks a tar archive, compressed or not, without its top folder when everything is in one. Every
 * member is checked before the first is written. Owners and the rights of others are not taken
 * over, times are: autotools compares them.
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
  const read = () => tarOf(archive, kind, signal);
  const inspection = inspectMembers(
    await listMembers(read()).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw missingProgram(error, kind) ?? damaged(fileName, error);
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
    await extract(read(), into, inspection.strip);
  } catch (error) {
    await rm(into, { recursive: true, force: true }).catch(() => undefined);
    signal?.throwIfAborted();
    const explained = explainSystemError(error, into);
    // What is left is of the kind that a name is too long for the file system.
    throw systemErrorCode(explained) === undefined || explained instanceof BuilderError
      ? explained
      : damaged(fileName, explained);
  }
}

function damaged(fileName: string, error: unknown): BuilderError {
  const reason = (complaintOf(error) ?? reasonOf(error)).replace(/^TAR_\w+: /, '');
  return new BuilderError('NOT_AN_ARCHIVE', `${fileName} is damaged: ${reason}`, {
    hint: 'No whole tar file can be got out of it. Check its URL and its checksum.',
    cause: error,
  });
}

/** How long to wait, in milliseconds, for writes that were under way when unpacking failed. */
const LAST_WRITES = 2000;

const TYPES: Readonly<Record<string, Member['type']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'directory',
  SymbolicLink: 'symlink',
  Link: 'hardlink',
};

async function listMembers(content: AsyncIterable<Uint8Array>): Promise<Member[]> {
  const members: Member[] = [];
  let blanks = 0;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      members.push(memberOf(entry));
      entry.resume();
    },
  });
  parser.on('nullBlock', () => blanks++);
  await feed(content, parser);
  if (blanks === 0) throw new Error('it ends too early');
  return members;
}

function memberOf({ path, type, linkpath }: ReadEntry): Member {
  return { path, type: TYPES[type] ?? 'special', ...(linkpath && { target: linkpath }) };
}

async function extract(
  content: AsyncIterable<Uint8Array>,
  into: HostPath,
  strip: number,
): Promise<void> {
  const unpacker = new Unpack({
    cwd: into,
    strip,
    strict: true,
    preserveOwner: false,
    filter: (_path, entry) => {
      if ('mode' in entry) entry.mode = ordinaryMode(entry.mode ?? 0);
      return true;
    },
  });
  const closed = new Promise((resolve) => unpacker.once('close', resolve));
  try {
    await feed(content, unpacker);
  } finally {
    // Writes that are under way would put something back into a folder that is being removed.
    await Promise.race([closed, delay(LAST_WRITES, undefined, { ref: false })]);
  }
}

/** What the owner may do; others may read and execute, and nothing is set-uid. */
function ordinaryMode(mode: number): number {
  return (mode & 0o755) | 0o600;
}

/** Runs a stream of bytes through one of tar's parsers, which are no streams of Node's. */
async function feed(content: AsyncIterable<Uint8Array>, parser: Parser): Promise<void> {
  const faults: Error[] = [];
  parser.on('error', (fault: Error) => faults.push(fault));
  try {
    for await (const chunk of content) {
      const flowing = parser.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
      if (!flowing && faults.length === 0) await next(parser, 'drain');
      if (faults.length > 0) break;
    }
  } finally {
    const ended = next(parser, 'end');
    parser.end();
    if (faults.length === 0) await ended;
  }
  if (faults[0]) throw faults[0];
}

/** Waits for an event, or for a fault instead of it. */
function next(parser: Parser, event: 'drain' | 'end'): Promise<void> {
  return new Promise((resolve) => {
    const happened = () => {
      parser.off(event, happened);
      parser.off('error', happened);
      resolve();
    };
    parser.on(event, happened);
    parser.on('error', happened);
  });
}
