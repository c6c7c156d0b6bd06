import { chmod, mkdir, rename } from 'node:fs/promises';
import { type Arch, ARCHITECTURES, machineArch } from '../../architecture.js';
import { giveToBuildUser } from '../../program/index.js';
import { Deadline } from '../../deadline.js';
import { downloadLimits } from '../../download.js';
import { BuilderError } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import {
  explainSystemError,
  kindOf,
  noteFinished,
  noteUnfinished,
  sha256Of,
  withLock,
} from '../../files/index.js';
import { markUsed } from '../../store/index.js';
import { removeTree } from '../../tree/index.js';
import { copyArchive } from '../bootstrap/archive.js';
import { describeRoot } from '../root/describe.js';
import { layerFolder, readRootRecord, writeRootRecord } from '../root/folder.js';
import { lateError } from './late.js';
import { rootSourceOf, type Layer } from '../root/layer.js';
import { makeLibraryLinksRelative } from '../bootstrap/relative-links.js';
import { mirrorLines } from '../mirror/mirror.js';
import type { BootstrapMode } from '../bootstrap/bootstrap.js';
import type { RootRecord, RootRequest } from '../root/root.js';
import { isSealed, sealRoot } from '../root/seal.js';
import { diskUsage, factsOfDirectory, unpackRoot } from '../bootstrap/unpack.js';
import type { Context } from '../../store/index.js';

/** A layer that is ready as a folder. */
interface DirectoryLayer {
  record: RootRecord;
  directory: HostPath;
  tar: HostPath;
}

/**
 * Makes layers ready as folders, each on top of the one before it, and gives the last. What is
 * ready is taken as it is, whatever has become of the layers below it; a layer that would add
 * nothing to the one below it is not made.
 * @throws BuilderError STACK_NOT_READY, MISSING_PROGRAM, DISK_FULL, NOT_WRITABLE, INTERRUPTED
 */
export async function prepareDirectory(
  layers: readonly Layer[],
  request: RootRequest,
  context: Context,
): Promise<DirectoryLayer> {
  const top = layers.at(-1);
  if (top === undefined) throw new TypeError('a root has at least one layer');
  const found = await readLayer(top, context);
  if (found !== undefined) {
    await markLayersUsed(layers, context);
    return found;
  }
  const lower = layers.slice(0, -1);
  const below = lower.length === 0 ? undefined : await prepareDirectory(lower, request, context);
  if (below !== undefined && top.packages.every((name) => name in below.record.packages)) {
    return below;
  }
  return await makeOnce(top, below, request, context);
}

/** Pruning goes by when something was used last; what a root stands on is used with it. */
async function markLayersUsed(layers: readonly Layer[], { folders }: Context): Promise<void> {
  for (const { key } of layers) await markUsed(layerFolder(folders.root, key).directory);
}

/** A layer that is ready and as it was made: one that something has changed since is made again. */
async function readLayer(
  { key }: Layer,
  { folders }: Context,
): Promise<DirectoryLayer | undefined> {
  const folder = layerFolder(folders.root, key);
  const record = await readRootRecord(folder.record);
  if (record === undefined || !(await isSealed(folder.root, folder.seal))) return undefined;
  return { record, directory: folder.root, tar: folder.tar };
}

async function makeOnce(
  layer: Layer,
  below: DirectoryLayer | undefined,
  request: RootRequest,
  context: Context,
): Promise<DirectoryLayer> {
  const { folders, emit, signal } = context;
  const cache = folders.root;
  const folder = layerFolder(cache, layer.key);
  const say = (message: string) => {
    emit({ type: 'stack.progress', stack: request.stack.name, message });
  };
  return await withLock(
    folder.lock,
    async () => {
      const meanwhile = await readLayer(layer, context);
      if (meanwhile !== undefined) return meanwhile;
      if ((await kindOf(folder.root)) === 'folder') {
        say(`${folder.root} is not as it was made: making it again`);
      }
      try {
        await removeTree(folder.partial);
        await removeTree(folder.directory);
        // Until it has none, set-user-id programs in it are nobody else's to run.
        await mkdir(folder.partial, { recursive: true, mode: 0o700 });
        noteUnfinished(folder.partial);
        const record = await make(layer, below, request, context, say);
        await sealRoot(inHost(folder.partial, 'root'), inHost(folder.partial, 'root.seal'));
        await writeRootRecord(inHost(folder.partial, 'record.json'), record);
        await chmod(folder.partial, 0o755);
        await rename(folder.partial, folder.directory);
        return { record, directory: folder.root, tar: folder.tar };
      } catch (error) {
        await removeTree(folder.partial);
        throw explainSystemError(error, folder.directory);
      } finally {
        noteFinished(folder.partial);
      }
    },
    { onWait: say, signal },
  );
}

async function make(
  layer: Layer,
  below: DirectoryLayer | undefined,
  request: RootRequest,
  context: Context,
  say: (message: string) => void,
): Promise<RootRecord> {
  const { stack, arch } = request;
  const { partial } = layerFolder(context.folders.root, layer.key);
  const directory = inHost(partial, 'root');
  const what = `${describe(layer)} of ${stack.name}`;
  const digest = await inTime(what, context, (signal) =>
    makeFiles(layer, below, request, { ...context, signal, say }),
  );
  if (arch !== machineArch()) await makeLibraryLinksRelative(directory, arch);
  await giveToBuildUser(directory, context.signal);
  const facts = await factsOfDirectory(directory);
  return {
    ...describeRoot(layer, request, facts),
    keptBy: null,
    digest: `sha256:${digest}`,
    base: below?.record.base ?? `sha256:${digest}`,
    size: await diskUsage(directory, context.signal),
  };
}

/** Mirrors are foreign: what is made of their packages has an end. */
async function inTime<T>(
  what: string,
  { download, signal }: Context,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limits = downloadLimits(download);
  const late = lateError(what, limits);
  const deadline = new Deadline(limits.time, signal, () => late);
  try {
    return await work(deadline.signal);
  } catch (error) {
    throw deadline.passed ? late : error;
  } finally {
    deadline.end();
  }
}

/** The files of a layer; the sha256 of its tar, in hex. */
async function makeFiles(
  layer: Layer,
  below: DirectoryLayer | undefined,
  { stack, arch }: RootRequest,
  { folders, emit, signal, say }: Context & { say: (message: string) => void },
): Promise<string> {
  const folder = layerFolder(folders.root, layer.key);
  const tar = inHost(folder.partial, 'root.tar');
  const directory = inHost(folder.partial, 'root');
  const source = rootSourceOf(stack, arch);
  if ('debian' in source) {
    if (below !== undefined) await requireWhole(below, signal);
    // Loaded here, since most find what they need made.
    const { makeRoot } = await import('../bootstrap/mmdebstrap.js');
    const whose = arch === machineArch() ? '' : ` for ${arch}`;
    say(`making ${describe(layer)}${whose} from Debian ${source.debian.suite} packages`);
    return await makeRoot(
      {
        suite: source.debian.suite,
        packages: layer.packages,
        architecture: ARCHITECTURES[arch].debian,
        mirrors: await mirrorLines(source.debian.suite, signal),
        from: below === undefined ? { variant: source.debian.variant } : { parent: below.tar },
        mode: modeFor(arch),
      },
      {
        target: tar,
        directory,
        log: folder.log,
        onProgress(line) {
          emit({ type: 'stack.log', stack: stack.name, line });
        },
        signal,
      },
    );
  }
  if ('archive' in source && below === undefined && layer.packages.length === 0) {
    say(`unpacking ${source.archive.path}`);
    await copyArchive(stack, source.archive, tar, signal);
    await unpackRoot(tar, directory, signal);
    return source.archive.sha256;
  }
  throw new BuilderError(
    'STACK_NOT_READY',
    `no packages can be added to the stack ${stack.name} as a folder: ${layer.packages.join(', ')}`,
    {
      hint: "Take the runner of a container engine, which can install them: 'binary-builder doctor' tells which work here.",
    },
  );
}

/**
 * Sees to it that a layer's tar is what was made: the folder's seal says nothing of it, and what is made
 * of it would stay.
 * @throws BuilderError STACK_NOT_READY
 */
export async function requireWhole(
  { record, tar }: Omit<DirectoryLayer, 'directory'>,
  signal?: AbortSignal,
): Promise<void> {
  if (`sha256:${await sha256Of(tar, signal)}` === record.digest) return;
  throw new BuilderError('STACK_NOT_READY', `${tar} is not what was made.`, {
    next: {
      to: 'To make the stack anew',
      verb: 'stacks prepare',
      words: [record.stack, '--arch', record.arch, '--refresh'],
    },
  });
}

function modeFor(arch: Arch): BootstrapMode {
  if (arch !== machineArch()) return 'chrootless';
  return process.getuid?.() === 0 ? 'root' : 'unshare';
}

function describe(layer: Layer): string {
  switch (layer.role) {
    case 'base':
      return 'the root filesystem';
    case 'toolchain':
      return 'the toolchain';
    case 'packages':
      return `a layer of ${layer.packages.length} packages`;
  }
}
