import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { BUILD_USER, type Ended, runProgram, tailOf } from '../../program/index.js';
import { BuilderError } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { writeFileAtomic } from '../../files/index.js';

/** The container engines that we know how to run; each is a program of that name. */
export const ENGINE_NAMES = ['docker', 'podman'] as const;

/** See {@link ENGINE_NAMES}. */
export type EngineName = (typeof ENGINE_NAMES)[number];

/** A container engine that works on this machine. */
export interface Engine {
  readonly name: EngineName;
  /** What it calls its version. */
  readonly version: string;
  /** Variables that its client needs beside the user's own environment, `CONTAINERS_CONF` for example. */
  readonly environment: Readonly<Record<string, string>>;
  /** As whom a container runs, so that what it makes in a bound folder is ours. */
  readonly user: string;
  /** Set for Podman behind docker's client, which takes no profile from there: its own refuses as much. */
  readonly ownFilter?: boolean;
}

/** Whether an engine works here, and if not why, and the command that mends it. */
export type EngineStatus =
  | { works: true; engine: Engine }
  | { works: false; name: EngineName; reason: string; remedy: string };

/** Options of {@link probeEngine}. */
export interface EngineOptions {
  cache: HostPath;
  signal?: AbortSignal;
}

/** Milliseconds after which an engine that says nothing counts as one that doesn't work. */
export const PATIENCE = 20_000;

/** Tries whether an engine can really run a container here. Asks nothing of the network. */
export async function probeEngine(name: EngineName, options: EngineOptions): Promise<EngineStatus> {
  const version = await versionOf(name, options);
  if (version === undefined) {
    const remedy = `apt-get install --yes ${PACKAGES[name]}`;
    return { works: false, name, reason: `the program ${name} is not on this machine`, remedy };
  }
  const plain = await tryContainer(name, {}, options);
  if (plain.works) {
    const own = { ...((await isPodmanBehind(name)) && { ownFilter: true }) };
    const engine = { name, version, environment: {}, user: await userOf(name), ...own };
    return { works: true, engine };
  }
  if (name === 'podman') {
    const environment = { CONTAINERS_CONF: await writePlainConfiguration(options.cache) };
    const { works } = await tryContainer(name, environment, options);
    if (works) return { works: true, engine: { name, version, environment, user: '0:0' } };
  }
  return { works: false, name, reason: plain.reason, remedy: remedyOf(name, plain.reason) };
}

/** Runs an engine's client. */
export async function runEngine(
  engine: Pick<Engine, 'name' | 'environment'>,
  argv: readonly string[],
  options: { signal?: AbortSignal; timeout?: number; input?: Uint8Array } = {},
): Promise<Ended> {
  return await runProgram([engine.name, ...argv], { environment: engine.environment, ...options });
}

const PACKAGES: Record<EngineName, string> = { docker: 'docker.io', podman: 'podman runc' };

async function versionOf(name: EngineName, { signal }: EngineOptions): Promise<string | undefined> {
  try {
    const { stdout } = await runProgram([name, '--version'], { signal });
    return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'unknown';
  } catch (error) {
    if (error instanceof BuilderError && error.code === 'MISSING_PROGRAM') return undefined;
    throw error;
  }
}

/** The machine's own programs in an otherwise empty container: a trial that needs no image. */
async function tryContainer(
  name: EngineName,
  environment: Readonly<Record<string, string>>,
  { cache, signal }: EngineOptions,
): Promise<{ works: true } | { works: false; reason: string }> {
  const options = { timeout: PATIENCE, signal };
  const root = await emptyRoot({ name, environment }, cache, options);
  if (typeof root === 'string') return { works: false, reason: root };
  const machine = ['/usr', '/bin', '/lib', '/lib32', '/lib64']
    .filter((path) => existsSync(path))
    .flatMap((path) => ['--volume', `${path}:${path}:ro`]);
  const trial = await runEngine(
    { name, environment },
    ['run', '--rm', '--network=none', ...machine, ...root.argv, '/bin/echo', 'works'],
    options,
  );
  if (trial.exitCode === 0 && trial.stdout.trim() === 'works') return { works: true };
  return { works: false, reason: complaint(trial) };
}

/** An empty root in the form in which the engine gets its roots from us; why not, as text. */
async function emptyRoot(
  engine: Pick<Engine, 'name' | 'environment'>,
  cache: HostPath,
  options: { signal?: AbortSignal; timeout: number },
): Promise<{ argv: string[] } | string> {
  if (engine.name === 'podman') {
    const empty = inHost(cache, 'podman', 'empty');
    await mkdir(empty, { recursive: true });
    return { argv: ['--rootfs', `${empty}:O`] };
  }
  const image = 'localhost/binary-builder/empty:1';
  const there = await runEngine(engine, ['image', 'inspect', image], options);
  if (there.exitCode === 0) return { argv: [image] };
  const emptyTar = new Uint8Array(10_240);
  const made = await runEngine(engine, ['import', '-', image], { ...options, input: emptyTar });
  return made.exitCode === 0 ? { argv: [image] } : complaint(made);
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

/**
 * A podman configuration for machines where Debian's own one fails: crun knows no hybrid cgroups,
 * and the default limits can't be set without CAP_SYS_RESOURCE.
 */
const PLAIN_CONFIGURATION = `# Written by binary-builder, because podman's own configuration fails on this machine.
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4000:4000"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`;

async function writePlainConfiguration(cache: HostPath): Promise<string> {
  const file = inHost(cache, 'podman', 'containers.conf');
  await writeFileAtomic(file, PLAIN_CONFIGURATION);
  return file;
}

/**
 * Podman's root and that of a rootless docker are somebody else outside; a system-wide docker has to be
 * told who we are, or for root, who steps run as.
 */
async function userOf(name: EngineName): Promise<string> {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (name === 'podman') return '0:0';
  if (uid === 0) return `${BUILD_USER}:${BUILD_USER}`;
  const { stdout } = await runProgram([name, 'info', '--format', '{{json .SecurityOptions}}']);
  return stdout.includes('rootless') ? '0:0' : `${uid}:${gid}`;
}

async function isPodmanBehind(name: EngineName): Promise<boolean> {
  if (name === 'podman') return false;
  const argv = [name, 'version', '--format', '{{json .Server.Components}}'] as const;
  return (await runProgram(argv)).stdout.includes('Podman');
}

function remedyOf(name: EngineName, reason: string): string {
  if (name === 'podman') return 'apt-get install --yes podman runc uidmap';
  if (/permission denied/i.test(reason)) return 'usermod --append --groups docker "$USER"';
  return 'systemctl start docker';
}

/** Without the chain of what called what; pure. */
export function briefly(reason: string): string {
  const unreachable = /dial tcp.*: ([^:]+)$/.exec(reason)?.[1];
  if (unreachable !== undefined) return `its registry can't be reached: ${unreachable}`;
  return reason.length > 160 ? `${reason.slice(0, 159)}…` : reason;
}
