import { existsSync } from 'node:fs';
import { isMissingError, missingReason, runProgram } from '../../../program/index.js';
import { complaint, PATIENCE, runEngine, type Engine } from '../../../stack/index.js';
import type { Probed, ProbeOptions } from '../kind.js';
import type { Client, EngineKind } from './kind.js';

/** Tries whether an engine can really run a container here. Asks nothing of the network. */
export async function probeEngine(kind: EngineKind, options: ProbeOptions): Promise<Probed> {
  const { name } = kind;
  const version = await versionOf(name, options);
  if (version === undefined) {
    const remedy = `apt-get install --yes ${kind.packages}`;
    return { works: false, reason: missingReason(name), remedy };
  }
  const told = { name, version, importOptions: kind.importOptions };
  const plain = await whyNot(kind, {}, options);
  if (plain === undefined) {
    const own = { ...((await kind.hasOwnFilter()) && { ownFilter: true }) };
    return works({ ...told, environment: {}, user: await kind.user(), ...own });
  }
  const environment = await kind.plainEnvironment?.(options.cache);
  if (environment !== undefined && (await whyNot(kind, environment, options)) === undefined) {
    return works({ ...told, environment, user: await kind.user() });
  }
  return { works: false, reason: plain, remedy: kind.remedyOf(plain) };
}

function works(engine: Engine): Probed {
  return { works: true, version: engine.version, engine };
}

async function versionOf(name: string, { signal }: ProbeOptions): Promise<string | undefined> {
  try {
    const { stdout } = await runProgram([name, '--version'], { signal });
    return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'unknown';
  } catch (error) {
    if (isMissingError(error)) return undefined;
    throw error;
  }
}

/**
 * The machine's own programs in an otherwise empty container: a trial that needs no image.
 * @returns undefined when it works
 */
async function whyNot(
  kind: EngineKind,
  environment: Readonly<Record<string, string>>,
  { cache, signal }: ProbeOptions,
): Promise<string | undefined> {
  const client: Client = (argv, options) =>
    runEngine({ name: kind.name, environment }, argv, { timeout: PATIENCE, signal, ...options });
  const root = await kind.emptyRoot(client, cache);
  if (typeof root === 'string') return root;
  const machine = ['/usr', '/bin', '/lib', '/lib32', '/lib64']
    .filter((path) => existsSync(path))
    .flatMap((path) => ['--volume', `${path}:${path}:ro`]);
  const argv = ['run', '--rm', '--network=none', ...machine, ...root, '/bin/echo', 'works'];
  const trial = await client(argv);
  const answered = trial.exitCode === 0 && trial.stdout.trim() === 'works';
  return answered ? undefined : complaint(trial);
}
