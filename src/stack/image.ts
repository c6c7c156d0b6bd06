import { mkdir, rename, rm } from 'node:fs/promises';
import { ARCHITECTURES } from '../architecture.js';
import { BuilderError } from '../error.js';
import { inHost } from '../path.js';
import { explainSystemError, withLock, writeFileAtomic } from '../store/index.js';
import { describeRoot } from './describe.js';
import { prepareDirectory } from './directory.js';
import { complaint, runEngine, type Engine, type EngineName } from './engine.js';
import { readFacts } from './facts.js';
import { layerFolder, readRootRecord, writeRootRecord } from './folder.js';
import { rootSourceOf, type Layer } from './layer.js';
import { tailOf, type Ended } from './program.js';
import type { RootContext, RootRecord, RootRequest } from './root.js';

/** A layer that is ready as an image. */
export interface ImageLayer {
  record: RootRecord;
  image: string;
}

/** The key of a layer that only this engine has. */
export function engineKey(key: string, engine: EngineName): string {
  return `${key}-${engine}`;
}

/**
 * Makes layers ready as images of an engine, and gives the last.
 * @throws BuilderError STACK_NOT_READY, MISSING_PROGRAM, DISK_FULL, NOT_WRITABLE, INTERRUPTED
 */
export async function prepareImage(
  layers: readonly Layer[],
  engine: Engine,
  request: RootRequest,
  context: RootContext,
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
    return await work.once(() => work.import(tar, record));
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

  constructor(
    private readonly layer: Layer,
    private readonly engine: Engine,
    private readonly request: RootRequest,
    private readonly context: RootContext,
  ) {
    this.key = engineKey(layer.key, engine.name);
    const tag = layer.key.slice(-16);
    this.image = `localhost/binary-builder/${request.stack.name}:${tag}`;
  }

  /** The layer, when its record is there and the engine still has its image. */
  async ready(): Promise<ImageLayer | undefined> {
    const record = await readRootRecord(layerFolder(this.context.cache, this.key).record);
    if (record === undefined || !(await this.has(this.image))) return undefined;
    return { record, image: this.image };
  }

  /** Makes the layer unless another process has meanwhile. */
  async once(make: () => Promise<RootRecord>): Promise<ImageLayer> {
    const { cache, signal } = this.context;
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
          await rm(folder.partial, { recursive: true, force: true });
          await rm(folder.directory, { recursive: true, force: true });
          const record = await make();
          await mkdir(folder.partial, { recursive: true });
          await writeRootRecord(inHost(folder.partial, 'record.json'), record);
          await rename(folder.partial, folder.directory);
          return { record, image: this.image };
        } catch (error) {
          await rm(folder.partial, { recursive: true, force: true });
          throw explainSystemError(error, folder.directory);
        }
      },
      { onWait, ...(signal && { signal }) },
    );
  }

  /** From the tar of the same root that we made ourselves; its digest stays that of the tar. */
  async import(tar: string, record: RootRecord): Promise<RootRecord> {
    this.say(`giving the root to ${this.engine.name}`);
    await this.must(['import', tar, this.image], 'import the root filesystem');
    return { ...record, key: this.key, keptBy: this.engine.name, size: 0 };
  }

  /** From where the stack is published. */
  async pull(image: string): Promise<RootRecord> {
    const { arch, refresh = false } = this.request;
    if (refresh || !(await this.has(image))) {
      this.say(`pulling ${image}`);
      const { platform } = ARCHITECTURES[arch];
      await this.must(['pull', '--platform', platform, image], `pull ${image}`);
    }
    if (this.layer.packages.length > 0) await this.add(image, this.layer.packages);
    else await this.must(['tag', image, this.image], `tag ${image}`);
    return await this.describe(undefined);
  }

  /** From the layer below, with packages. */
  async install(below: string, base: string): Promise<RootRecord> {
    await this.add(below, this.layer.packages);
    return await this.describe(base);
  }

  private async add(image: string, packages: readonly string[]): Promise<void> {
    this.say(`installing ${packages.length} packages`);
    const container = `binary-builder-${this.key}`;
    const remove = () => runEngine(this.engine, ['rm', '--force', container]);
    await remove();
    try {
      const argv = ['run', '--name', container, '--user=0:0', '--entrypoint=/bin/sh', image];
      await this.must(
        [...argv, '-c', INSTALL, 'install', ...packages],
        `install packages into ${this.request.stack.name}: ${packages.join(' ')}`,
      );
      await this.must(['commit', container, this.image], 'keep the image with the packages');
    } finally {
      await remove();
    }
  }

  private async describe(base: string | undefined): Promise<RootRecord> {
    const status = await this.must(
      [
        'run',
        '--rm',
        '--network=none',
        '--entrypoint=/bin/cat',
        this.image,
        '/var/lib/dpkg/status',
      ],
      'read what is in the image',
    );
    const facts = readFacts(status.stdout);
    // The exit status of a container can't be relied on: docker's client on podman says 0 always.
    const missing = this.layer.packages.filter((name) => !(name in facts.packages));
    if (missing.length > 0) throw this.failure(`install ${missing.join(', ')}`, status);
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

  private async has(image: string): Promise<boolean> {
    return (await runEngine(this.engine, ['image', 'inspect', image])).exitCode === 0;
  }

  private async must(argv: readonly string[], what: string): Promise<Ended> {
    const { cache, signal } = this.context;
    const ended = await runEngine(this.engine, argv, { ...(signal && { signal }) });
    await writeFileAtomic(layerFolder(cache, this.key).log, `${ended.stdout}\n${ended.stderr}`);
    if (ended.exitCode !== 0) throw this.failure(what, ended);
    return ended;
  }

  private failure(what: string, ended: Ended): BuilderError {
    const { log } = layerFolder(this.context.cache, this.key);
    return new BuilderError(
      'STACK_NOT_READY',
      `${this.engine.name} could not ${what}: ${complaint(ended)}`,
      {
        excerpt: tailOf(`${ended.stdout}\n${ended.stderr}`, 15),
        hint: `All that it said is in ${log}\nA stack that needs no container engine: --stack with one made from packages.`,
      },
    );
  }

  private say(message: string): void {
    this.context.emit({ type: 'stack.progress', stack: this.request.stack.name, message });
  }
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
