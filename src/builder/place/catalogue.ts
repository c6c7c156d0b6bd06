import { mkdir } from 'node:fs/promises';
import { isElfOf, type Arch } from '../../architecture.js';
import { examineElf, type ElfDetails, type RunTool } from '../../elf/index.js';
import { BuilderError } from '../../error.js';
import { GUEST, inHost, type HostPath } from '../../path.js';
import { FIXED_ENVIRONMENT } from '../../plan/index.js';
import { giveToSteps, limitError, type Mount, type Sandbox } from '../../sandbox/index.js';
import { readCatalogue, writeCatalogue, type Catalogue, type Root } from '../../stack/index.js';
import { cacheLock } from '../../store/index.js';
import { withLock } from '../../files/index.js';
import { distinctFiles, listTree, removeTree } from '../../tree/index.js';
import { lookInto, parseOffer, type Offer } from './offer.js';
import { openIn, rootIn, sandboxIn, type Setting } from './setting.js';
import { toolOn } from './tool.js';

/**
 * What the stack of a setting offers at run time: looked up once for each of its roots, and kept beside it.
 * @throws BuilderError STACK_NOT_READY, MISSING_PROGRAM, and what making the roots ready throws
 */
export async function stackCatalogue(setting: Setting): Promise<Catalogue> {
  const { folders, stack, packages, emit, signal } = setting;
  const root = await rootIn(setting, { toolchain: false, packages });
  const noted = await notedOf(root, folders.root);
  if (noted !== undefined) return noted;

  const name = `catalogue-${root.key}`;
  const say = (message: string) => {
    emit({ type: 'stack.progress', stack: stack.name, message });
  };
  // Before the lock is held, since it waits for locks of its own.
  const readelf = await sandboxIn(setting, { toolchain: true, packages: [] });
  return await withLock(
    cacheLock(folders, 'work', name),
    async () => {
      const meanwhile = await notedOf(root, folders.root);
      if (meanwhile !== undefined) return meanwhile;
      say('looking at its libraries and programs');
      const catalogue = await lookIn(inHost(folders.work, name));
      // A machine may have other libraries tomorrow. Last, since who finds it never looks for what else is left.
      if (root.kind !== 'machine') await writeCatalogue(root, folders.root, catalogue);
      return catalogue;
    },
    { onWait: say, signal },
  );

  async function lookIn(copies: HostPath): Promise<Catalogue> {
    try {
      await removeTree(copies);
      await mkdir(folders.work, { recursive: true });
      await mkdir(copies, { mode: 0o700 });
      await giveToSteps(setting.runner.name, copies, setting.signal);
      return await look(setting, root, copies, readelf);
    } finally {
      await removeTree(copies);
    }
  }
}

async function notedOf(root: Root, cache: HostPath): Promise<Catalogue | undefined> {
  return root.kind === 'machine' ? undefined : await readCatalogue(root, cache);
}

async function look(
  setting: Setting,
  root: Root,
  copies: HostPath,
  readelf: Sandbox,
): Promise<Catalogue> {
  const { stack, arch, signal } = setting;
  const place: Mount = { host: copies, guest: GUEST.files, access: 'read-write' };
  const sandbox = await openIn(setting, root);
  const { exitCode, stdout, stderr, exceeded } = await sandbox.capture(
    {
      argv: lookInto(GUEST.files),
      environment: FIXED_ENVIRONMENT,
      directory: GUEST.files,
      mounts: [place],
    },
    { signal },
  );
  if (exceeded !== undefined) {
    const what = `Looking at what the stack ${stack.name} offers`;
    const details = { where: 'command line', excerpt: stderr.trimEnd().split('\n') } as const;
    throw limitError('STACK_NOT_READY', what, exceeded, details);
  }
  if (exitCode !== 0) {
    throw new BuilderError('STACK_NOT_READY', `cannot see what the stack ${stack.name} offers`, {
      excerpt: stderr.trimEnd().split('\n').slice(-10),
      hint: 'Its root needs sh, ldconfig, mktemp, find, xargs, sed and cp: audits ask for its libraries.',
    });
  }
  const run = toolOn(
    readelf,
    {
      mounts: [{ ...place, access: 'read-only' }],
      directory: GUEST.files,
      files: copies,
      stack: stack.name,
    },
    signal,
  );
  return catalogueOf(stack.name, parseOffer(stdout), await binariesIn(copies, arch, run, signal));
}

/** The binaries of an architecture in a folder, by every path that they have there. */
async function binariesIn(
  folder: HostPath,
  arch: Arch,
  run: RunTool,
  signal?: AbortSignal,
): Promise<Map<string, ElfDetails>> {
  const entries = await listTree(folder, signal);
  const distinct = distinctFiles(entries);
  const { files } = await examineElf(
    distinct.map(({ path }) => path),
    run,
    signal,
  );
  const details = new Map(
    files.filter((file) => isElfOf(arch, file)).map((file) => [file.path, file]),
  );
  const byInode = new Map(distinct.map(({ inode, path }) => [inode, details.get(path)]));
  return new Map(
    entries.flatMap((entry) => {
      const binary = entry.kind === 'file' ? byInode.get(entry.inode) : undefined;
      return binary === undefined ? [] : [[entry.path, binary]];
    }),
  );
}

/** Only what is of the architecture: a root may have libraries for another one beside. */
function catalogueOf(
  stack: string,
  offer: Offer,
  binaries: ReadonlyMap<string, ElfDetails>,
): Catalogue {
  const binaryAt = (path: string) => binaries.get(path.replace(/^\/+/, ''));
  return {
    stack,
    libraries: offer.libraries.flatMap(({ name, path }) => {
      const binary = binaryAt(path);
      return binary === undefined ? [] : [{ name, path, versions: binary.defines }];
    }),
    loaders: offer.loaders.filter((path) => binaryAt(path) !== undefined),
    programs: offer.programs,
  };
}
