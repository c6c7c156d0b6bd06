import type { Belonging, Emit } from '../../event.js';
import type { HostPath } from '../../path.js';
import type { Engine, Root, RootForm, Stack } from '../../stack/index.js';
import type { Sandbox } from '../command/sandbox.js';
import type { Emulates, Emulator } from '../emulation/emulator.js';

/** A kind of runner: all that the house knows of it, said in the runner's own folder. */
export interface RunnerKind<Name extends string = string> extends Emulates {
  /** As `--runner` and messages have it. */
  readonly name: Name;
  /**
   * Whether it keeps steps from the machine. One that doesn't is chosen only by name, runs steps as
   * ourselves, and stages no application.
   */
  readonly isolates: boolean;
  /** The sorts of stack that it is chosen for, and when it is tried: the lowest number first. */
  readonly suits: { readonly image?: number; readonly packages?: number };
  /** Who holds a command to its memory and processes: cgroups that we make, or the container's engine. */
  readonly limitedBy: 'cgroup' | 'engine';
  /** Tries for real whether it works on this machine, unless a look is enough. */
  probe(options: ProbeOptions): Promise<Probed>;
  /** The form in which it needs the root of a stack. */
  rootForm(stack: Stack, engine: Engine | undefined): RootForm;
  /** Opens a sandbox on a root in that form, without limits. */
  open(root: Root, surroundings: Surroundings): Promise<Sandbox>;
}

/** Options of the probes. */
export interface ProbeOptions {
  cache: HostPath;
  /** Whether a look is enough where nothing speaks against it: a trial takes longer than all else that `plan` does. */
  look?: boolean;
  signal?: AbortSignal;
}

/** Whether a kind of runner works here; if not, why, and the command that mends it. */
export type Probed =
  | { works: true; version: string; engine?: Engine }
  | { works: false; reason: string; remedy: string };

/** What a sandbox is opened with beside its root. */
export interface Surroundings {
  /** The container engine that was found, for a runner that has one. */
  readonly engine: Engine | undefined;
  /** What runs programs of the root, where the machine can't. */
  readonly emulator: Emulator | undefined;
  readonly cache: HostPath;
  readonly emit: Emit;
  /** What its warnings name. */
  readonly whose: Belonging;
  /** The names of the runners that isolate, for messages. */
  readonly isolating: readonly string[];
}

/** Our own bug: a root that was prepared for another runner. */
export function unfitRoot(runner: string, { kind }: Root): TypeError {
  return new TypeError(`${runner} can't use a root that is a ${kind}`);
}
