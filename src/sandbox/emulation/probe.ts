import { type Arch, machineArch } from '../../architecture.js';
import type { HostPath } from '../../path.js';
import { alternatives } from '../../text/index.js';
import type {
  EmulationWay,
  Emulates,
  Emulator,
  EmulatorStatus,
  Refusal,
  WayOptions,
} from './emulator.js';
import { BINFMT_MISC } from './entries.js';
import { FORCE_VARIABLE, parseForced } from './force.js';

/** Options of {@link probeEmulation}. */
export interface EmulatorOptions {
  /** Where binfmt_misc shows what is registered; the machine's own unless said. */
  binfmt?: HostPath;
  signal?: AbortSignal;
}

type Kind = Emulator['kind'];

/** Who is to emulate, and who else could, best first, for messages. */
interface Emulating {
  readonly runner: Emulates;
  readonly others: readonly Emulates[];
}

const known = new Map<string, Promise<EmulatorStatus>>();

/**
 * Finds out how a runner can run the programs of an architecture here, by trying: the first of its ways
 * that works, or what BINARY_BUILDER_EMULATOR names. What was found out is remembered as long as the
 * process lives.
 * @throws BuilderError USAGE for a BINARY_BUILDER_EMULATOR that isn't one, INTERRUPTED
 */
export async function probeEmulation(
  arch: Arch,
  emulating: Emulating,
  { binfmt = BINFMT_MISC, signal }: EmulatorOptions,
): Promise<EmulatorStatus> {
  if (arch === machineArch())
    return { works: true, emulator: undefined, reason: "this machine's own" };
  const { PATH, [FORCE_VARIABLE]: word } = process.env;
  const key = JSON.stringify([arch, emulating.runner.name, binfmt, PATH, word]);
  const found =
    known.get(key) ?? tryWays(arch, waysOf(emulating, parseForced(word)), { binfmt, signal });
  known.set(key, found);
  try {
    return await found;
  } catch (error) {
    known.delete(key);
    throw error;
  }
}

async function tryWays(
  arch: Arch,
  ways: readonly EmulationWay[] | Refusal,
  options: WayOptions,
): Promise<EmulatorStatus> {
  if ('works' in ways) return ways;
  const refusals: Refusal[] = [];
  for (const way of ways) {
    const status = await way.probe(arch, options);
    if (status.works) return explained(status, refusals);
    refusals.push(status);
  }
  return combined(refusals);
}

/** The ways that come into question, best first, or why there is none. Pure. */
function waysOf(
  { runner, others }: Emulating,
  forced: Kind | undefined,
): readonly EmulationWay[] | Refusal {
  const isMeant = ({ kind }: EmulationWay) => forced === undefined || kind === forced;
  const ways = runner.emulates.filter(isMeant);
  if (ways.length > 0) return ways;
  const refusal = { works: false, code: 'NO_SANDBOX' } as const;
  if (runner.emulates.length === 0) {
    return {
      ...refusal,
      reason: `the runner ${runner.name} runs programs of this machine alone`,
      remedy: `use --runner ${namesOf(others.filter(({ emulates }) => emulates.length > 0))}`,
    };
  }
  const able = others.filter(({ emulates }) => emulates.some(isMeant));
  return {
    ...refusal,
    reason: `${runner.name} emulates with ${ownWays(runner)} alone`,
    remedy: `unset ${FORCE_VARIABLE}, or use --runner ${namesOf(able)}`,
  };
}

function namesOf(runners: readonly Emulates[]): string {
  return alternatives(runners.map(({ name }) => name));
}

function ownWays({ emulates }: Emulates): string {
  return alternatives(emulates.map(({ kind }) => WITH[kind]));
}

const WITH: Readonly<Record<Kind, string>> = {
  registered: "what is registered with this machine's binfmt_misc",
  private: 'a binfmt_misc of its own',
  proot: 'PRoot',
};

/** A way that works, with why it isn't a better one where that is something to know. Pure. */
export function explained(
  status: Extract<EmulatorStatus, { works: true }>,
  refusals: readonly Refusal[],
): EmulatorStatus {
  const told = refusals.filter(({ ordinary }) => ordinary !== true).map(({ reason }) => reason);
  const reason = [status.reason, ...told].join('; ');
  const better = status.emulator?.kind === 'proot' ? refusals[0]?.remedy : undefined;
  return { ...status, reason, ...(better !== undefined && { better }) };
}

/** Why no way works, with the remedy that is nearest at hand: a program to install, if any. Pure. */
export function combined(refusals: readonly Refusal[]): Refusal {
  const nearest = refusals.find(({ code }) => code === 'MISSING_PROGRAM') ?? refusals.at(-1);
  if (nearest === undefined) throw new TypeError('nothing was tried');
  const unusual = refusals.filter(({ ordinary }) => ordinary !== true);
  const told = unusual.length === 0 ? refusals : unusual;
  const reason = [...new Set(told.map((refusal) => refusal.reason))].join('; ');
  return { works: false, code: nearest.code, reason, remedy: nearest.remedy };
}
