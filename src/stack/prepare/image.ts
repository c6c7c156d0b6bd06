import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { ARCHITECTURES, machineArch } from '../../architecture.js';
import { LONGEST_TIMER } from '../../deadline.js';
import { downloadLimits } from '../../download.js';
import { BuilderError } from '../../error.js';
import { inHost } from '../../path.js';
import { explainSystemError, withLock, writeFileAtomic } from '../../files/index.js';
import { removeTree } from '../../tree/index.js';
import { describeRoot } from '../root/describe.js';
import { prepareDirectory, requireWhole } from './directory.js';
import { complaint, runEngine, type Engine } from '../engine/engine.js';
import { readFacts } from '../root/facts.js';
import { layerFolder, readRootRecord, writeRootRecord } from '../root/folder.js';
import { lateError } from './late.js';
import { rootSourceOf, type Layer } from '../root/layer.js';
import { importOptions, platformOf } from '../engine/platform.js';
import { tailOf, type Ended } from '../../program/index.js';
import type { RootRecord, RootRequest } from '../root/root.js';
import type { Context } from '../../store/index.js';

/** A layer that is ready as an image. */
interface ImageLayer {
  record: RootRecord;
  image: string;
}

/** The key of a layer that only this engine has. */
export function engineKey(key: string, engine: string): string {
  return `${key}-${engine}`;
}

/** Whether a name is that of a layer as some engine has it. */
export function isEngineKeyOf(name: string, key: string): boolean {
  return name.startsWith(`${key}-`) && /^[a-z]+$/.test(name.slice(key.length + 1));
}

/**
 * Makes layers ready as images of an engine, and gives the last.
 * @throws BuilderError STACK_NOT_READY, MISSING_PROGRAM, DISK_FULL, NOT_WRITABLE, INTERRUPTED
 */
export async function prepareImage(
  layers: readonly Layer[],
  engine: Engine,
  request: RootRequest,
  context: Context,
): Promise<ImageLayer> {
  const top = layers.at(-1);
  if (top === undefined) throw new TypeError('a root has at least one layer');
  const work = new ImageWork(top, engine, request, context);
  const found = await work.ready();
  if (found !== undefined) return found;

  const source = rootSourceOf(request.stack, request.arch);
  // Packages of Debian come through mmdebstrap, so that every runner has the very same root.
  if ('debian' in source || ('archive' in source && layers.length === 1)) {
    const { tar, record } = await prepareDirectory(layers, request, context);
    return await work.once(async () => {
      await requireWhole({ record, tar }, context.signal);
      return await work.import(tar, record);
    });
  }
  const lower = layers.slice(0, -1);
  if (lower.length > 0) {
    const below = await prepareImage(lower, engine, request, context);
    return await work.once(() => work.install(below.image, below.record.base));
  }
  if (!('image' in source)) throw new TypeError('an archive without layers is imported');
  return await work.once(() => work.pull(source.image));
}

/** Makes one layer as an image. */
class ImageWork {
  readonly image: string;
  private readonly key: string;
  private readonly platform: string;
  /** Whether it is of another platform than the engine takes by itself. */
  private readonly foreign: boolean;

  constructor(
    private readonly layer: Layer,
    private readonly engine: Engine,
    private readonly request: RootRequest,
    private readonly context: Context,
  ) {
    this.key = engineKey(layer.key, engine.name);
    const tag = layer.key.slice(request.stack.name.length + 1);
    this.platform = ARCHITECTURES[request.arch].platform;
    this.foreign = request.arch !== machineArch();
    this.image = `localhost/binary-builder/${request.stack.name}:${tag}`;
  }

  /** The layer, when its record is there and the engine still has its image. */
  async ready(): Promise<ImageLayer | undefined> {
    const record = await readRootRecord(layerFolder(this.context.folders.root, this.key).record);
    if (record === undefined || !(await this.has(this.image))) return undefined;
    return { record, image: this.image };
  }

  /** Makes the layer unless another process has meanwhile. */
  async once(make: () => Promise<RootRecord>): Promise<ImageLayer> {
    const { folders, signal } = this.context;
    const cache = folders.root;
    const folder = layerFolder(cache, this.key);
    const onWait = (reason: string) => {
      this.say(reason);
    };
    return await withLock(
      folder.lock,
      async () => {
        const meanwhile = await this.ready();
        if (meanwhile !== undefined) return meanwhile;
        try {
          await removeTree(folder.partial);
          await removeTree(folder.directory);
          const record = await make();
          await mkdir(folder.partial, { recursive: true });
          await writeRootRecord(inHost(folder.partial, 'record.json'), record);
          await rename(folder.partial, folder.directory);
          return { record, image: this.image };
        } catch (error) {
          await removeTree(folder.partial);
          throw explainSystemError(error, folder.directory);
        }
      },
      { onWait, signal },
    );
  }

  /** From the tar of the same root that we made ourselves; its digest stays that of the tar. */
  async import(tar: string, record: RootRecord): Promise<RootRecord> {
    this.say(`giving the root to ${this.engine.name}`);
    const options = this.foreign ? importOptions(this.engine, this.platform) : [];
    await this.must(['import', ...options, tar, this.image], 'import the root filesystem');
    if (this.foreign) await this.requirePlatform(this.image);
    return { ...record, key: this.key, keptBy: this.engine.name, size: 0 };
  }

  /** From where the stack is published. */
  async pull(image: string): Promise<RootRecord> {
    const { refresh = false } = this.request;
    const { platform } = this;
    const present = await platformOf(this.engine, image);
    if (refresh || present !== platform) {
      this.say(`pulling ${image}`);
      const but = present === undefined || present === platform ? '' : `; it has it for ${present}`;
      await this.must(
        ['pull', '--platform', platform, image],
        `pull ${image} for ${platform}${but}`,
      );
      await this.requirePlatform(image);
    }
    if (this.layer.packages.length === 0) {
      await this.must(['tag', image, this.image], `tag ${image}`);
      return await this.describe(undefined);
    }
    const installed = await this.add(image, this.layer.packages);
    return await this.describe(undefined, installed);
  }

  /** From the layer below, with packages. */
  async install(below: string, base: string): Promise<RootRecord> {
    const installed = await this.add(below, this.layer.packages);
    return await this.describe(base, installed);
  }

  private async add(image: string, packages: readonly string[]): Promise<Ended> {
    this.say(`installing ${packages.length} packages`);
    return await this.withContainer(async (container) => {
      const argv = ['--name', container, '--user=0:0', '--entrypoint=/bin/sh', image];
      const installed = await this.must(
        ['run', ...this.selection(), ...argv, '-c', INSTALL, 'install', ...packages],
        `install packages into ${this.request.stack.name}: ${packages.join(' ')}`,
      );
      await this.must(['commit', container, this.image], 'keep the image with the packages');
      return installed;
    });
  }

  private async describe(base: string | undefined, installed?: Ended): Promise<RootRecord> {
    const facts = readFacts(await this.packageDatabase());
    // The exit status of a container can't be relied on: docker's client on podman says 0 always.
    const missing = this.layer.packages.filter((name) => !(name in facts.packages));
    if (installed !== undefined && missing.length > 0) {
      throw this.failure(`install ${missing.join(', ')}`, installed);
    }
    const id = await this.must(['image', 'inspect', '--format={{.Id}}', this.image], 'look at it');
    const digest = `sha256:${id.stdout.trim().replace(/^sha256:/, '')}`;
    return {
      ...describeRoot(this.layer, this.request, facts),
      key: this.key,
      keptBy: this.engine.name,
      digest,
      base: base ?? digest,
      size: 0,
    };
  }

  /** Copied out of a container that is never started: its programs may be of another architecture. */
  private async packageDatabase(): Promise<string> {
    const { partial } = layerFolder(this.context.folders.root, this.key);
    const file = inHost(partial, 'status');
    await mkdir(partial, { recursive: true });
    return await this.withContainer(async (container) => {
      const what = 'read what is in the image';
      const argv = ['--name', container, '--entrypoint=/bin/true', this.image];
      await this.must(['create', ...this.selection(), ...argv], what);
      await this.must(['cp', `${container}:/var/lib/dpkg/status`, file], what);
      const database = await readFile(file, 'utf8');
      await rm(file);
      return database;
    });
  }

  /** With the name of a container of this layer, which is gone before and afterwards. */
  private async withContainer<T>(use: (container: string) => Promise<T>): Promise<T> {
    const container = `binary-builder-${this.key}`;
    const remove = () => runEngine(this.engine, ['rm', '--force', container]);
    await remove();
    try {
      return await use(container);
    } finally {
      await remove();
    }
  }

  /** The options with which the engine takes an image of another platform than its own. */
  private selection(): string[] {
    return this.foreign ? ['--platform', this.platform] : [];
  }

  private async requirePlatform(image: string): Promise<void> {
    const found = await platformOf(this.engine, image);
    if (found === this.platform) return;
    const { stack, arch } = this.request;
    throw new BuilderError(
      'STACK_NOT_READY',
      `${this.engine.name} has ${image} for ${found ?? 'no platform'}, and ${stack.name} for ${arch} is ${this.platform}`,
      { hint: `Name an image of ${arch} in ${stack.file}, or another stack.` },
    );
  }

  private async has(image: string): Promise<boolean> {
    return (await runEngine(this.engine, ['image', 'inspect', image])).exitCode === 0;
  }

  private async must(argv: readonly string[], what: string): Promise<Ended> {
    const { folders, signal, download } = this.context;
    const cache = folders.root;
    const limits = downloadLimits(download);
    // A registry and the mirrors of an image are foreign.
    const timeout = Math.min(limits.time, LONGEST_TIMER);
    const ended = await runEngine(this.engine, argv, { signal, timeout });
    await writeFileAtomic(layerFolder(cache, this.key).log, `${ended.stdout}\n${ended.stderr}`);
    if (ended.exitCode === 124) throw lateError(`${this.engine.name}: ${what}`, limits);
    if (ended.exitCode !== 0) throw this.failure(what, ended);
    return ended;
  }

  private failure(what: string, ended: Ended): BuilderError {
    const { log } = layerFolder(this.context.folders.root, this.key);
    return new BuilderError(
      'STACK_NOT_READY',
      `${this.engine.name} could not ${what}: ${complaint(ended)}`,
      {
        excerpt: tailOf(`${ended.stdout}\n${ended.stderr}`, 15),
        hint: [
          ...(this.foreign && isForeignProgram(ended) ? [NEEDS_EMULATION] : []),
          `All that it said is in ${log}`,
          'A stack that needs no container engine: --stack with one made from packages.',
        ].join('\n'),
      },
    );
  }

  private say(message: string): void {
    this.context.emit({ type: 'stack.progress', stack: this.request.stack.name, message });
  }
}

const NEEDS_EMULATION =
  'Programs of another architecture run in containers once their emulator is registered with the kernel: apt-get install --yes qemu-user-static binfmt-support';

/** Whether the kernel refused a program as one of another architecture. */
function isForeignProgram({ stdout, stderr }: Ended): boolean {
  return /exec format error/i.test(`${stdout}\n${stderr}`);
}

/** Installs what isn't installed; asks nothing of the network when nothing is missing. */
const INSTALL = `set -eu
for package; do
  shift
  if ! dpkg-query --show --showformat '\${Status}' "$package" 2>/dev/null | grep -q ' installed$'; then
    set -- "$@" "$package"
  fi
done
[ "$#" -gt 0 ] || exit 0
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install --yes --no-install-recommends -- "$@"
apt-get clean
rm -rf /var/lib/apt/lists/* /var/log/*
`;
