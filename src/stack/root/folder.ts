import { readFile } from 'node:fs/promises';
import { systemErrorCode } from '../../error.js';
import type { Arch } from '../../architecture.js';
import { inHost, type HostPath } from '../../path.js';
import { cacheFolders, cacheLock } from '../../store/index.js';
import { writeFileAtomic } from '../../files/index.js';
import type { Stack } from '../definition/load.js';
import { rootRecordSchema, type RootRecord } from './root.js';

/** The folder of everything that stacks were made into. */
export function stacksFolder(cache: HostPath): HostPath {
  return cacheFolders(cache).stacks;
}

/** Where one layer keeps its things. All but the record may be there half made. */
interface LayerFolder {
  /** The finished layer's folder; it appears at once, by a rename. */
  directory: HostPath;
  /** Where it is made before it is renamed; only the holder of the lock may touch it. */
  partial: HostPath;
  record: HostPath;
  /** The layer's root as a tar archive, for layers on top of it and for engines. */
  tar: HostPath;
  /** The layer's root, unpacked. */
  root: HostPath;
  /** How the root was when it was made; see `sealRoot`. */
  seal: HostPath;
  lock: HostPath;
  /** What mmdebstrap or the engine said while it was made. */
  log: HostPath;
}

/** The places of the layer with this key. */
export function layerFolder(cache: HostPath, key: string): LayerFolder {
  const directory = inHost(stacksFolder(cache), key);
  return {
    directory,
    partial: inHost(stacksFolder(cache), `${key}.partial`),
    record: inHost(directory, 'record.json'),
    tar: inHost(directory, 'root.tar'),
    root: inHost(directory, 'root'),
    seal: inHost(directory, 'root.seal'),
    lock: cacheLock(cacheFolders(cache), 'stacks', key),
    log: inHost(stacksFolder(cache), `${key}.log`),
  };
}

/** The record of a finished layer; undefined when there is none, or none that we understand. */
export async function readRootRecord(file: HostPath): Promise<RootRecord | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  const parsed = rootRecordSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

/** Writes a layer's record, last of all. */
export async function writeRootRecord(file: HostPath, record: RootRecord): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(record, undefined, 2)}\n`);
}

/** The present generation of a stack; empty before its first refresh. */
export async function readGeneration(cache: HostPath, stack: Stack, arch: Arch): Promise<string> {
  return (await readIfThere(generationFile(cache, stack, arch))) ?? '';
}

/** Makes a generation the present one. */
export async function writeGeneration(
  cache: HostPath,
  stack: Stack,
  arch: Arch,
  generation: string,
): Promise<void> {
  await writeFileAtomic(generationFile(cache, stack, arch), generation);
}

function generationFile(cache: HostPath, stack: Stack, arch: Arch): HostPath {
  return inHost(stacksFolder(cache), `${stack.name}-${arch}.generation`);
}

async function readIfThere(file: HostPath): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
