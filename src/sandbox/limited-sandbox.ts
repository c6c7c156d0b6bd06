import type { Belonging, Emit } from '../event.js';
import { BuilderError } from '../error.js';
import { limitText } from '../limit.js';
import type { Captured, Command, Held, Outcome, RunOptions, Sandbox } from './command/sandbox.js';
import { openCgroups, probeCgroups, type Cgroups } from './limits/cgroup/index.js';
import { disksOf, lackOfDisk } from './limits/disk.js';
import { fullSize } from './limits/entry.js';
import { hasFileOfSize, outermost } from './limits/full-file.js';
import { exceededBy, type Counters } from './limits/judge.js';
import type { Exceeded, Limits } from './limits/limits.js';
import { startWatch } from './limits/watch.js';

/** The exit code of a command that we ended: that of SIGKILL. */
const ENDED = 137;

/** Bytes of output that are kept to see why a command failed. */
const TAIL = 16 * 1024;

const UNCOUNTED: Counters = { oomKills: undefined, refusedForks: undefined };

/**
 * A sandbox whose commands are held to limits, and which tells when one was exceeded. Time and disk are
 * watched from here, and cgroups made; the sandbox itself sets what has to be set inside, or what its
 * engine sets.
 */
export class LimitedSandbox implements Sandbox {
  private readonly limits: Limits;
  private readonly emit: Emit;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly bounds: Bounds,
  ) {
    this.limits = bounds.limits;
    this.emit = bounds.emit;
  }

  get runner() {
    return this.sandbox.runner;
  }

  async run(command: Command, options: RunOptions = {}): Promise<Outcome> {
    const output = new Tail();
    return await this.#limited(command, options, {
      run: async (within) => {
        const { counters, ...outcome } = await this.sandbox.run(command, {
          ...within,
          onOutput(chunk) {
            output.write(chunk);
            return options.onOutput?.(chunk);
          },
        });
        return { counters, outcome };
      },
      tailOf: () => output.text(),
      ended: { exitCode: ENDED },
    });
  }

  async capture(command: Command, options: { signal?: AbortSignal } = {}): Promise<Captured> {
    return await this.#limited(command, options, {
      run: async (within) => {
        const { counters, ...outcome } = await this.sandbox.capture(command, within);
        return { counters, outcome };
      },
      tailOf: ({ stdout, stderr }) => `${stdout.slice(-TAIL)}\n${stderr.slice(-TAIL)}`,
      ended: { exitCode: ENDED, stdout: '', stderr: '' },
    });
  }

  /** Whoever sits at a terminal ends it himself, and sees what it fails with: nothing is watched or told. */
  async shell(command: Command): Promise<Outcome> {
    const cgroups = await this.#cgroups();
    try {
      return await this.sandbox.shell(command, this.#held(cgroups));
    } finally {
      await cgroups?.close();
    }
  }

  #held(cgroups: Cgroups | undefined): Held {
    return { limits: this.limits, ...(cgroups === undefined ? {} : { join: cgroups.join }) };
  }

  async #limited<Answer extends Outcome>(
    { mounts }: Command,
    { signal }: { signal?: AbortSignal },
    { run, tailOf, ended }: Running<Answer>,
  ): Promise<Answer> {
    const { limits } = this;
    const writable = outermost(
      mounts.flatMap(({ host, access }) => (access === 'read-write' ? [host] : [])),
    );
    const disks = await disksOf(writable);
    const lack = await lackOfDisk(disks, limits);
    if (lack !== undefined) return { ...ended, exceeded: lack };

    const cgroups = await this.#cgroups();
    const watch = startWatch(limits, disks);
    try {
      const { counters, outcome } = await run({
        ...this.#held(cgroups),
        signal: signal === undefined ? watch.signal : AbortSignal.any([signal, watch.signal]),
      });
      const exceeded = await exceededBy(limits, {
        exitCode: outcome.exitCode,
        counters: counters ?? (await cgroups?.counters()) ?? UNCOUNTED,
        tail: tailOf(outcome),
        fullFile: () => hasFileOfSize(writable, fullSize(limits['file-size'].value ?? 0)),
      });
      return { ...outcome, ...(exceeded === undefined ? {} : { exceeded }) };
    } catch (error) {
      if (signal?.aborted === true) throw error;
      const exceeded = watch.exceeded() ?? (await hitBySandbox(error, limits, cgroups));
      if (exceeded === undefined) throw error;
      return { ...ended, exceeded };
    } finally {
      watch.stop();
      await cgroups?.close();
    }
  }

  /** An engine makes its own. */
  async #cgroups(): Promise<Cgroups | undefined> {
    if (this.bounds.limitedBy === 'engine') return undefined;
    const { memory, processes } = this.limits;
    const { parents, noMemory } = await probeCgroups();
    if (noMemory !== undefined && memory.value !== undefined && memory.from !== 'default') {
      this.#warn(noMemory, memory.value);
    }
    if (parents.length === 0) return undefined;
    if (memory.value === undefined && processes.value === undefined) return undefined;
    return await openCgroups(parents, this.limits);
  }

  #warn(reason: string, memory: number): void {
    if (warned.has(this.emit)) return;
    warned.add(this.emit);
    this.emit({
      type: 'warning',
      ...this.bounds.whose,
      message: `The limit memory=${limitText('memory', memory)} can't be enforced here: ${reason}. \`binary-builder doctor\` says what mends that.`,
    });
  }
}

/** To what the commands of a sandbox are held. */
interface Bounds {
  /** Those of each command. */
  readonly limits: Limits;
  /** See `RunnerKind.limitedBy`. */
  readonly limitedBy: 'cgroup' | 'engine';
  readonly emit: Emit;
  /** What its warnings name. */
  readonly whose: Belonging;
}

/** Where it was said already: once is enough for all sandboxes of a build. */
const warned = new WeakSet<Emit>();

/** How a command is run, and what stands for its answer when it has none. */
interface Running<Answer extends Outcome> {
  readonly run: (
    within: Omit<RunOptions, 'onOutput'>,
  ) => Promise<{ outcome: Answer; counters: Counters | undefined }>;
  readonly tailOf: (outcome: Answer) => string;
  readonly ended: Answer;
}

/** The limit that kept the sandbox itself from being made, or ended it. */
async function hitBySandbox(
  error: unknown,
  limits: Limits,
  cgroups: Cgroups | undefined,
): Promise<Exceeded | undefined> {
  if (cgroups === undefined) return undefined;
  if (!(error instanceof BuilderError) || error.code !== 'SANDBOX_FAILED') return undefined;
  return await exceededBy(limits, {
    exitCode: ENDED,
    counters: await cgroups.counters(),
    tail: '',
    fullFile: () => Promise.resolve(false),
  });
}

/** The end of what comes in pieces. */
class Tail {
  #kept = Buffer.alloc(0);

  write(chunk: Buffer): void {
    this.#kept = Buffer.concat([this.#kept, chunk.subarray(-TAIL)]).subarray(-TAIL);
  }

  text(): string {
    return this.#kept.toString('utf8');
  }
}
