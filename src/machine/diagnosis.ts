import type { Arch } from '../architecture.js';
import type { HostPath } from '../path.js';
import type { RunnerName } from '../sandbox/index.js';
import type { Program } from './programs.js';

/** What to look at, and where things are. */
export interface DiagnosisRequest {
  stacks: readonly HostPath[];
  cache: HostPath;
  /** For which stacks are to be ready. */
  arch: Arch;
  /** Those that shall be emulated. */
  foreign: readonly Arch[];
  signal?: AbortSignal;
}

/** Whether it is as it should be; a note hinders nothing that was asked for. */
export type State = 'ok' | 'missing' | 'note';

/** One thing of the machine that was looked at, and how it was found. */
export type Diagnosis = { state: State } & Finding;

type Finding =
  | { of: 'node'; version: string; oldest: string }
  | { of: 'processors'; count: number; arch: string }
  /** `free` and `needed` in bytes. */
  | { of: 'disk space'; folder: HostPath; free: number; needed: number }
  /** The devices that some users can't open, and the command that opens them. */
  | { of: 'devices'; closed: readonly string[]; remedy: readonly string[] }
  | { of: 'runner'; name: RunnerName; status: RunnerFinding }
  | { of: 'program'; program: Program }
  | { of: 'memory limit'; by: MemoryLimit }
  | { of: 'emulation'; arch: Arch; reason: string; remedy?: string; better?: string }
  | { of: 'stack'; name: string; size: number | undefined; ways: ForeignWays };

/** `version` of one that works, else why it doesn't and the command that mends it. */
type RunnerFinding =
  { works: true; version: string } | { works: false; reason: string; remedy: string };

/** What can limit the memory of a step: cgroups, else these container engines alone, for that reason. */
type MemoryLimit =
  | { kind: 'cgroups'; version: 1 | 2; folder: string }
  | { kind: 'engines'; engines: readonly RunnerName[]; reason: string };

/** How a stack is built for the other architectures that it has. */
export interface ForeignWays {
  cross: readonly Arch[];
  emulated: readonly Arch[];
}
