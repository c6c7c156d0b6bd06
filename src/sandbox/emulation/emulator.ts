import type { Arch } from '../../architecture.js';
import type { HostPath } from '../../path.js';

/**
 * What runs the programs of another architecture:
 * - `registered`: the machine's own binfmt_misc, whoever registered qemu there
 * - `private`: a binfmt_misc of the sandbox's own, which nobody else sees (Linux 6.7 or newer)
 * - `proot`: PRoot, which follows every system call and starts qemu itself
 */
export type Emulator =
  | { readonly kind: 'registered'; readonly arch: Arch; readonly entry: string }
  | { readonly kind: 'private'; readonly arch: Arch; readonly qemu: HostPath }
  | { readonly kind: 'proot'; readonly arch: Arch; readonly tools: PRootTools };

/** What PRoot needs of the machine. */
export interface PRootTools {
  readonly proot: HostPath;
  /** Statically linked. */
  readonly qemu: HostPath;
  /** PRoot's loader and libraries, each at the path where it is looked for. */
  readonly libraries: readonly HostPath[];
}

/** A way to emulate, and how it is found out whether it works here. */
export interface EmulationWay {
  readonly kind: Emulator['kind'];
  probe(arch: Arch, options: WayOptions): Promise<EmulatorStatus>;
}

/** Options of {@link EmulationWay.probe}. */
export interface WayOptions {
  /** Where binfmt_misc shows what is registered. */
  readonly binfmt: HostPath;
  readonly signal?: AbortSignal;
}

/** What emulates: a runner. */
export interface Emulates {
  readonly name: string;
  /** The ways in which it can, best first. */
  readonly emulates: readonly EmulationWay[];
}

/** Whether steps for an architecture can be run here, and how. */
export type EmulatorStatus =
  | {
      works: true;
      /** None for the machine's own architecture. */
      emulator: Emulator | undefined;
      /** Which, and why not a better one, in a few words. */
      reason: string;
      /** The command that gives a faster one. */
      better?: string;
    }
  | Refusal;

/** Why an architecture can't be emulated, or not in one way. */
export interface Refusal {
  works: false;
  code: 'MISSING_PROGRAM' | 'NO_SANDBOX';
  reason: string;
  /** The command that mends it. */
  remedy: string;
  /** Whether it is nothing to wonder about where another way works. */
  ordinary?: boolean;
}
