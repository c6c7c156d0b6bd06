import nodePath from 'node:path';
import { BuilderError, reasonOf } from '../../error.js';
import type { HostPath } from '../../path.js';
import { matcher } from '../../pattern/index.js';
import {
  complaintOf,
  DEFAULT_LIMITS,
  fillFolder,
  formatOf,
  headOf,
  limitWords,
  missingDecompressor,
  tarOf,
  type Limits,
} from '../../archive/index.js';
import { TooLargeFault, UnsafeFault, unpackTar } from '../../archive/tar/index.js';
import type { ZipFault } from '../../archive/zip/index.js';

/** Those of artifacts, and names as long as the system takes. */
const SOURCE_LIMITS: Limits = { ...DEFAULT_LIMITS, nameBytes: 4096 };

interface UnpackOptions {
  signal?: AbortSignal;
  /** What messages call the archive; the name of its file unless given. */
  fileName?: string;
  /** Globs of members that are not unpacked, by their paths in the archive; a folder goes with all in it. */
  exclude?: readonly string[];
  /** Those that differ from {@link SOURCE_LIMITS}. */
  limits?: Partial<Limits>;
}

/**
 * Unpacks a tar archive, compressed or not, or a zip, without its top folder when everything is in one. No member
 * is written before it has been looked at. Owners and the rights of others are not taken over, times
 * of files are: autotools compares them.
 * @param into a folder that is empty, or is made and on failure removed again
 * @returns the members that `exclude` left out, by their paths in the archive
 * @throws BuilderError NOT_AN_ARCHIVE, UNSAFE_ARCHIVE, MISSING_PROGRAM, DISK_FULL, NOT_WRITABLE
 */
export async function unpack(
  archive: HostPath,
  into: HostPath,
  options: UnpackOptions = {},
): Promise<string[]> {
  const { signal, fileName = nodePath.basename(archive), exclude = [] } = options;
  const limits = { ...SOURCE_LIMITS, ...options.limits };
  const wanted = {
    ...{ limits, dropTop: true, modeOf: ordinaryMode, signal },
    ...(exclude.length > 0 && { isLeftOut: withFolders(matcher(exclude)) }),
  };
  const format = formatOf(await headOf(archive));
  if (format.kind === 'other' && format.what === 'zip') {
    // Loaded here, since few sources are zips.
    const zip = await import('../../archive/zip/index.js');
    try {
      return await zip.unpackZipInPart(archive, into, wanted);
    } catch (error) {
      signal?.throwIfAborted();
      const fault = error instanceof BuilderError ? error.cause : undefined;
      if (fault instanceof zip.ZipFault) throw noArchive(fileName, format.looks, fault);
      throw isFault(fault) ? explained(fault, fileName, limits) : error;
    }
  }
  if (format.kind === 'other') throw noArchive(fileName, format.looks);
  const { kind } = format;
  let leftOut: string[] = [];
  try {
    await fillFolder(into, async () => {
      leftOut = await unpackTar(await tarOf(archive, kind, signal), into, wanted);
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw missingDecompressor(error, kind) ?? explained(error, fileName, limits);
  }
  return leftOut;
}

/** Whether a path, or a folder on its way, is matched. */
function withFolders(matches: (path: string) => boolean): (path: string) => boolean {
  return (path) => {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      if (matches(path.slice(0, end))) return true;
    }
    return matches(path);
  };
}

function explained(error: unknown, fileName: string, limits: Limits): unknown {
  if (error instanceof BuilderError) return error;
  if (error instanceof UnsafeFault) return unsafe(fileName, error);
  if (error instanceof TooLargeFault) return tooLarge(fileName, error.limit, limits);
  return damaged(fileName, error);
}

function noArchive(fileName: string, looks: string, fault?: ZipFault): BuilderError {
  return new BuilderError(
    'NOT_AN_ARCHIVE',
    `${fileName} is not an archive: it looks like ${looks}`,
    {
      hint:
        'A source has to be a tar file, as it is or compressed with gzip, xz, bzip2, zstd or lzip, or a zip. Check its URL and its checksum.\n' +
        "What is a file and no archive is taken as it is with 'unpack: false' in the recipe.",
      ...(fault !== undefined && { excerpt: [`As a zip it is damaged: ${fault.message}`] }),
      cause: fault,
    },
  );
}

function isFault(error: unknown): error is UnsafeFault | TooLargeFault {
  return error instanceof UnsafeFault || error instanceof TooLargeFault;
}

function unsafe(fileName: string, { unsafe: { member, reason } }: UnsafeFault): BuilderError {
  return new BuilderError(
    'UNSAFE_ARCHIVE',
    `${fileName} is not safe to unpack: ${member}: ${reason}`,
    {
      hint:
        'Nothing was unpacked. An archive of a trustworthy upstream has no such members, but for test data:\n' +
        "'exclude' beside the recipe's source leaves members out.",
    },
  );
}

function tooLarge(fileName: string, limit: TooLargeFault['limit'], limits: Limits): BuilderError {
  return new BuilderError(
    'UNSAFE_ARCHIVE',
    `${fileName} is too large to unpack: it has more than ${limitWords(limit, limits)}`,
    { hint: 'Nothing was unpacked. No source is that large: check its URL and its checksum.' },
  );
}

function damaged(fileName: string, error: unknown): BuilderError {
  return new BuilderError(
    'NOT_AN_ARCHIVE',
    `${fileName} is damaged: ${complaintOf(error) ?? reasonOf(error)}`,
    {
      hint: 'No whole archive can be got out of it. Check its URL and its checksum.',
      cause: error,
    },
  );
}

/** What the owner may do; others may read and execute, and nothing is set-uid. */
function ordinaryMode(mode = 0): number {
  return (mode & 0o755) | 0o600;
}
