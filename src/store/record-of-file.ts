import nodePath from 'node:path';
import { BuilderError, systemErrorCode } from '../error.js';
import { hostPath, inHost, type HostPath } from '../path.js';
import { recordName, requireReadable, surveyRecords, type RecordFile } from './checksums.js';
import { sha256Of } from '../files/index.js';
import { readRecord } from './record.js';

/**
 * The record of an artifact's file: where publishing puts it, else beside the file, else the one of
 * the output directory that has the file's name, else the one that has its digest. A file that was
 * changed is so still found with its record, by its place or name.
 * @throws BuilderError NO_RECORD; USAGE when several records have its digest; RECORD_INVALID
 */
export async function recordOfFile(
  file: HostPath,
  { outputDirectory, signal }: { outputDirectory: HostPath; signal?: AbortSignal },
): Promise<RecordFile> {
  const near = (await recordInPlace(file)) ?? (await readFor(file, besideFile(file)));
  if (near !== undefined) return near;

  const { files, unreadable } = await surveyRecords(outputDirectory, signal);
  const named = files.filter(({ record }) => record.file === nodePath.basename(file));
  const [only, ...more] = named;
  if (only !== undefined && more.length === 0) return only;

  const sha256 = await sha256Of(file, signal);
  const same = (named.length > 0 ? named : files).filter(({ record }) => record.sha256 === sha256);
  const [first, ...others] = same;
  if (others.length > 0) throw ambiguous(file, same);
  if (first !== undefined) return first;
  requireReadable(unreadable);
  throw noRecord(file, { outputDirectory, named });
}

/**
 * The record that lies where publishing would have put it, when the file lies, or would lie, in an
 * output directory's `artifacts/STACK/`; undefined when there is none.
 * @throws BuilderError RECORD_INVALID
 */
export async function recordInPlace(file: HostPath): Promise<RecordFile | undefined> {
  const path = besidePublished(file);
  return path === undefined ? undefined : await readFor(file, path);
}

function besidePublished(file: HostPath): HostPath | undefined {
  const stack = hostPath(file, '..');
  const artifacts = hostPath(stack, '..');
  if (nodePath.basename(artifacts) !== 'artifacts') return undefined;
  const place = { stack: { name: nodePath.basename(stack) }, file: nodePath.basename(file) };
  return inHost(hostPath(artifacts, '..'), recordName(place));
}

function besideFile(file: HostPath): HostPath {
  return hostPath(`${file.replace(/\.(tgz|tar\.gz)$/, '')}.yml`);
}

/** Reads a record if it is there and says that it is this file's. */
async function readFor(file: HostPath, path: HostPath): Promise<RecordFile | undefined> {
  try {
    const record = await readRecord(path);
    return record.file === nodePath.basename(file) ? { path, record } : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}

function ambiguous(file: HostPath, same: readonly RecordFile[]): BuilderError {
  return new BuilderError('USAGE', `${file} has ${same.length} records.`, {
    excerpt: same.map(({ path }) => path),
    hint: 'The same bytes were published for each. Say which is meant: --record FILE.',
  });
}

function noRecord(
  file: HostPath,
  { outputDirectory, named }: { outputDirectory: HostPath; named: readonly RecordFile[] },
): BuilderError {
  const inPlace = besidePublished(file);
  return new BuilderError('NO_RECORD', `${file} has no record.`, {
    excerpt: [
      ...(inPlace === undefined ? [] : [`not there, or not for this file: ${inPlace}`]),
      `not there, or not for this file: ${besideFile(file)}`,
      ...(named.length === 0
        ? [
            `neither its name nor its sha256 is in a record below ${inHost(outputDirectory, 'checksums')}`,
          ]
        : named.map(({ path }) => `has its name, but another sha256: ${path}`)),
    ],
    hint: 'Take it with its record from where it was published; --record FILE names one.',
  });
}
