import { type Ended, runProgram, tailOf } from '../../program/index.js';

/** A container engine that works on this machine. */
export interface Engine {
  /** Its program's. */
  readonly name: string;
  /** What it calls its version. */
  readonly version: string;
  /** Variables that its client needs beside the user's own environment, `CONTAINERS_CONF` for example. */
  readonly environment: Readonly<Record<string, string>>;
  /** As whom a container runs, so that what it makes in a bound folder is ours. */
  readonly user: string;
  /** Set for Podman behind docker's client, which takes no profile from there: its own refuses as much. */
  readonly ownFilter?: boolean;
  /** The options with which it takes a root as one of another platform than its own; docker's unless said. */
  readonly importOptions?: (platform: string) => readonly string[];
}

/** Whether an engine works here, and if not why, and the command that mends it. */
export type EngineStatus =
  { works: true; engine: Engine } | { works: false; name: string; reason: string; remedy: string };

/** Milliseconds after which an engine that says nothing counts as one that doesn't work. */
export const PATIENCE = 20_000;

/** Runs an engine's client. */
export async function runEngine(
  engine: Pick<Engine, 'name' | 'environment'>,
  argv: readonly string[],
  options: { signal?: AbortSignal; timeout?: number; input?: Uint8Array } = {},
): Promise<Ended> {
  return await runProgram([engine.name, ...argv], { environment: engine.environment, ...options });
}

/** What an engine complained of, in one line. */
export function complaint(ended: Ended): string {
  if (ended.exitCode === 124) return 'it gave no answer in time';
  const line = tailOf(ended.stderr, 1)[0] ?? `it ended with exit status ${ended.exitCode}`;
  return line
    .trim()
    .replace(/^(Error|ERROR): /, '')
    .replace(/\. Is the docker daemon running\?$/, '');
}

/** Without the chain of what called what; pure. */
export function briefly(reason: string): string {
  const unreachable = /dial tcp.*: ([^:]+)$/.exec(reason)?.[1];
  if (unreachable !== undefined) return `its registry can't be reached: ${unreachable}`;
  return reason.length > 160 ? `${reason.slice(0, 159)}…` : reason;
}
