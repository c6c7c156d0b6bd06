import { ARCHITECTURES, type Arch } from '../architecture.js';
import { BuilderError } from '../error.js';
import type { HostPath } from '../path.js';
import type { EngineStatus } from './engine/engine.js';
import { rootSourceOf } from './root/layer.js';
import { findStack, type Stack } from './definition/load.js';
import { whyNotPullable } from './engine/platform.js';
import { baseRecord } from './status.js';

/** What a choice is made from. */
interface StackChoiceRequest {
  stacks: readonly Stack[];
  arch: Arch;
  /** The stack that somebody named. */
  explicit?: string;
  cache: HostPath;
  /**
   * Tries the container engines; called only when nothing is ready and an image stack is preferred.
   * Leave it away to ask nothing of the network: image stacks count then only when they are ready.
   */
  engines?: () => Promise<readonly EngineStatus[]>;
  /** Finds out which stack this machine is itself, where things are run on the machine; called when none is ready. */
  own?: () => Promise<Stack | undefined>;
  signal?: AbortSignal;
}

/** A stack and, in a few words, why this one. */
interface StackChoice {
  stack: Stack;
  reason: string;
}

/**
 * Chooses the stack: the named one; else of those with a preference the highest that is ready; else that one
 * which the machine is itself; else the highest that can be made ready here.
 * @throws BuilderError UNKNOWN_STACK, UNKNOWN_ARCH, STACK_NOT_READY
 */
export async function chooseStack(request: StackChoiceRequest): Promise<StackChoice> {
  const { stacks, arch, explicit, cache } = request;
  if (explicit !== undefined) {
    const stack = findStack(stacks, explicit);
    rootSourceOf(stack, arch);
    return { stack, reason: 'asked for by name' };
  }
  const candidates = preferred(stacks, arch);
  for (const stack of candidates) {
    if ((await baseRecord(stack, arch, cache)) !== undefined) {
      return { stack, reason: 'the most preferred of those that are ready here' };
    }
  }
  const own = await request.own?.();
  if (own !== undefined) return { stack: own, reason: 'this machine is it' };
  const refusals: Refusal[] = [];
  for (const stack of candidates) {
    const reason = await whyNotMakeable(stack, request);
    if (reason === undefined) return { stack, reason: explain(stack, arch, refusals) };
    refusals.push({ stack: stack.name, reason });
  }
  throw noStack(arch, refusals);
}

/** A preferred stack that can't be had here, and why. */
interface Refusal {
  stack: string;
  reason: string;
}

/** The stacks that may be chosen by themselves, most preferred first. Pure. */
function preferred(stacks: readonly Stack[], arch: Arch): Stack[] {
  return stacks
    .flatMap((stack) =>
      stack.preference === undefined || !stack.architectures.includes(arch)
        ? []
        : [{ stack, preference: stack.preference }],
    )
    .sort((a, b) => b.preference - a.preference)
    .map(({ stack }) => stack);
}

/** Says how a chosen stack will be made, and why none that is preferred to it was taken. Pure. */
function explain(stack: Stack, arch: Arch, refusals: readonly Refusal[]): string {
  const source = rootSourceOf(stack, arch);
  const how =
    'debian' in source
      ? 'made from Debian packages'
      : 'image' in source
        ? `pulled from ${source.image}`
        : `unpacked from ${source.archive.path}`;
  return refusals.length === 0 ? how : `${how}, since ${list(refusals)}`;
}

function list(refusals: readonly Refusal[]): string {
  return refusals.map(({ stack, reason }) => `${stack} can't be had here (${reason})`).join(', ');
}

async function whyNotMakeable(
  stack: Stack,
  { arch, engines, signal }: StackChoiceRequest,
): Promise<string | undefined> {
  const source = rootSourceOf(stack, arch);
  if (!('image' in source)) return undefined;
  if (engines === undefined) return 'its image is not ready here';
  const reasons: string[] = [];
  for (const status of await engines()) {
    const reason = status.works
      ? await whyNotPullable(status.engine, source.image, ARCHITECTURES[arch].platform, signal)
      : status.reason;
    if (reason === undefined) return undefined;
    reasons.push(`${status.works ? status.engine.name : status.name}: ${reason}`);
  }
  return reasons.length === 0 ? 'no container engine' : reasons.join('; ');
}

function noStack(arch: Arch, refusals: readonly Refusal[]): BuilderError {
  return new BuilderError('STACK_NOT_READY', `no stack for ${arch} can be made ready here`, {
    hint: 'Name one with --stack.',
    excerpt: refusals.map(({ stack, reason }) => `${stack}: ${reason}`),
  });
}
