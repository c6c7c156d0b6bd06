import { type Arch, machineArch } from '../architecture.js';
import { systemErrorCode } from '../error.js';
import { readdir, stat } from 'node:fs/promises';
import type { HostPath } from '../path.js';
import { layerFolder, readGeneration, readRootRecord, stacksFolder } from './root/folder.js';
import { isEngineKeyOf } from './prepare/image.js';
import { layersOf, rootSourceOf } from './root/layer.js';
import type { Stack } from './definition/load.js';
import type { RootRecord } from './root/root.js';

/** Whether a stack is ready here. */
type StackStatus =
  | { ready: false }
  | {
      ready: true;
      /** Of the stack without toolchain. */
      base: RootRecord;
      /** Bytes on disk of everything that was made for this stack; what engines keep not counted. */
      size: number;
    };

/**
 * Reads whether a stack is ready, from its record alone: no network, no process.
 * @throws BuilderError UNKNOWN_ARCH when the stack doesn't exist for it
 */
export async function stackStatus(stack: Stack, arch: Arch, cache: HostPath): Promise<StackStatus> {
  const base = await baseRecord(stack, arch, cache);
  if (base === undefined) return { ready: false };
  const records = (await allRecords(cache)).filter(
    (record) => record.stack === stack.name && record.arch === arch,
  );
  const sizes = await Promise.all(records.map((record) => sizeOf(record, cache)));
  return { ready: true, base, size: sizes.reduce((sum, size) => sum + size, 0) };
}

/** The record of a stack's lowest layer, in whatever form it is ready. */
export async function baseRecord(
  stack: Stack,
  arch: Arch,
  cache: HostPath,
): Promise<RootRecord | undefined> {
  const generation = await readGeneration(cache, stack, arch);
  const [{ key }] = layersOf({
    ...{ stack, arch, machine: machineArch(), generation },
    ...{ toolchain: false, packages: [] },
  });
  const keys =
    'image' in rootSourceOf(stack, arch)
      ? (await namesIn(stacksFolder(cache))).filter((name) => isEngineKeyOf(name, key)).sort()
      : [key];
  for (const one of keys) {
    const record = await readRootRecord(layerFolder(cache, one).record);
    if (record !== undefined) return record;
  }
  return undefined;
}

/** The records of all finished layers. */
async function allRecords(cache: HostPath): Promise<RootRecord[]> {
  const names = await namesIn(stacksFolder(cache));
  const records = await Promise.all(
    names.map((name) => readRootRecord(layerFolder(cache, name).record).catch(() => undefined)),
  );
  return records.filter((record) => record !== undefined);
}

/** What is in a folder; nothing when it isn't there. */
async function namesIn(folder: HostPath): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function sizeOf(record: RootRecord, cache: HostPath): Promise<number> {
  const { tar } = layerFolder(cache, record.key);
  const archive = await stat(tar).catch(() => undefined);
  return record.size + (archive?.size ?? 0);
}
