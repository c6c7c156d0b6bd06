import { type Arch, machineArch } from '../../architecture.js';
import type { HostPath } from '../../path.js';
import type { RunnerName } from '../sandbox.js';
import type { Emulator, EmulatorStatus, Refusal } from './emulator.js';
import { BINFMT_MISC } from './entries.js';
import { FORCE_VARIABLE, parseForced } from './force.js';
import { probePrivate } from './probe-private.js';
import { probePRoot } from './probe-proot.js';
import { findQemu } from './qemu.js';
import { probeRegistered } from './registered.js';

/** Options of {@link probeEmulator}. */
export interface EmulatorOptions {
  /** Where binfmt_misc shows what is registered; the machine's own unless said. */
  binfmt?: HostPath;
  signal?: AbortSignal;
}

type Kind = Emulator['kind'];

/** The ways to emulate, best first: the others need a process of their own for each command. */
const KINDS: readonly Kind[] = ['registered', 'private', 'proot'];

const known = new Map<string, Promise<EmulatorStatus>>();

/**
 * Finds out how a runner can run the programs of an architecture here, by trying: the first of
 * registered, private and proot that works, or what BINARY_BUILDER_EMULATOR names; containers have
 * the first alone. What was found out is remembered as long as the process lives.
 * @throws BuilderError USAGE for a BINARY_BUILDER_EMULATOR that isn't one, INTERRUPTED
 */
export async function probeEmulator(
  arch: Arch,
  runner: RunnerName,
  options: EmulatorOptions = {},
): Promise<EmulatorStatus> {
  if (arch === machineArch())
    return { works: true, emulator: undefined, reason: "this machine's own" };
  const { PATH, [FORCE_VARIABLE]: word } = process.env;
  const { binfmt = BINFMT_MISC } = options;
  const key = JSON.stringify([arch, runner, binfmt, PATH, word]);
  const found = known.get(key) ?? probe(arch, runner, parseForced(word), { ...options, binfmt });
  known.set(key, found);
  try {
    return await found;
  } catch (error) {
    known.delete(key);
    throw error;
  }
}

async function probe(
  arch: Arch,
  runner: RunnerName,
  forced: Kind | undefined,
  { binfmt, signal }: EmulatorOptions & { binfmt: HostPath },
): Promise<EmulatorStatus> {
  const kinds = kindsFor(runner, forced);
  if (!Array.isArray(kinds)) return kinds;
  const refusals: Refusal[] = [];
  for (const kind of kinds) {
    const status = await probeKind(kind);
    if (status.works) return explained(status, refusals);
    refusals.push(status);
  }
  return combined(refusals);

  async function probeKind(kind: Kind): Promise<EmulatorStatus> {
    if (kind === 'registered') return await probeRegistered(arch, binfmt);
    const qemu = await findQemu(arch, signal);
    if (!qemu.works) return qemu;
    return kind === 'private'
      ? await probePrivate(arch, qemu, signal)
      : await probePRoot(arch, qemu, signal);
  }
}

/** The ways that come into question, best first, or why there is none. Pure. */
function kindsFor(runner: RunnerName, forced: Kind | undefined): Kind[] | Refusal {
  if (runner === 'host') {
    return {
      works: false,
      code: 'NO_SANDBOX',
      reason: 'the runner host runs programs of this machine alone',
      remedy: 'use --runner bubblewrap, podman or docker',
    };
  }
  const able = runner === 'bubblewrap' ? KINDS : (['registered'] as const);
  const kinds = able.filter((kind) => forced === undefined || kind === forced);
  if (kinds.length > 0) return kinds;
  return {
    works: false,
    code: 'NO_SANDBOX',
    reason: `${runner} emulates with what is registered with this machine's binfmt_misc alone`,
    remedy: `unset ${FORCE_VARIABLE}, or use --runner bubblewrap`,
  };
}

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
