import type { Engine } from '../stack/index.js';
import { bubblewrap } from './runner/bubblewrap/bubblewrap.js';
import { docker } from './runner/docker/docker.js';
import { host } from './runner/host/host.js';
import type { RunnerKind } from './runner/kind.js';
import { podman } from './runner/podman/podman.js';

/** All kinds of runners, in the order in which messages list them: each has its line here, and its folder. */
const KINDS = [docker, podman, bubblewrap, host] as const;

/** The name of a way to run a step. */
export type RunnerName = (typeof KINDS)[number]['name'];

/** The ways to run a step, in the order in which messages list them. */
export const RUNNER_NAMES: readonly RunnerName[] = KINDS.map(({ name }) => name);

/** See {@link KINDS}. */
export const RUNNER_KINDS: readonly RunnerKind<RunnerName>[] = KINDS;

/** A way to run steps that works on this machine. */
export interface Runner {
  readonly name: RunnerName;
  /** The container engine behind it, if there is one. */
  readonly engine?: Engine;
}

/** What the house knows of a runner. */
export function runnerKind(name: string): RunnerKind<RunnerName> {
  const kind = RUNNER_KINDS.find((known) => known.name === name);
  if (kind === undefined) throw new TypeError(`there is no runner ${name}`);
  return kind;
}

/** The runners that can run such a stack and are chosen for it, best first. Pure. */
export function runnersFor(root: 'image' | 'packages'): readonly RunnerName[] {
  const rankOf = ({ suits }: RunnerKind) => suits[root] ?? Infinity;
  return RUNNER_KINDS.filter((kind) => kind.suits[root] !== undefined)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map(({ name }) => name);
}

/** The runners that keep steps from the machine, in the order in which messages list them. */
export function isolatingRunners(): readonly RunnerName[] {
  return RUNNER_KINDS.filter(({ isolates }) => isolates).map(({ name }) => name);
}
