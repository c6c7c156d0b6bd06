import type { EngineStatus } from '../stack/index.js';
import {
  RUNNER_KINDS,
  RUNNER_NAMES,
  runnerKind,
  type Runner,
  type RunnerName,
} from './registry.js';
import type { ProbeOptions } from './runner/kind.js';

/** Whether a runner works here; if not, why, and the command that mends it. */
export type RunnerStatus =
  | { works: true; runner: Runner; version: string }
  | { works: false; name: RunnerName; reason: string; remedy: string };

/** Tries one runner, for real unless a look is enough. */
export async function probeRunner(name: RunnerName, options: ProbeOptions): Promise<RunnerStatus> {
  const probed = await runnerKind(name).probe(options);
  if (!probed.works) return { ...probed, name };
  const { version, engine } = probed;
  return { works: true, runner: { name, ...(engine && { engine }) }, version };
}

/** Tries all runners; in the order of RUNNER_NAMES. */
export async function probeRunners(options: ProbeOptions): Promise<RunnerStatus[]> {
  return await Promise.all(RUNNER_NAMES.map((name) => probeRunner(name, options)));
}

/** Tries the runners whose containers an engine makes, as whoever prepares an image needs to know them. */
export async function probeEngines(options: ProbeOptions): Promise<EngineStatus[]> {
  const kinds = RUNNER_KINDS.filter(({ limitedBy }) => limitedBy === 'engine');
  return await Promise.all(
    kinds.map(async (kind): Promise<EngineStatus> => {
      const probed = await kind.probe(options);
      const { name } = kind;
      if (!probed.works) return { ...probed, name };
      if (probed.engine === undefined) throw new TypeError(`${name} was found without its engine`);
      return { works: true, engine: probed.engine };
    }),
  );
}
