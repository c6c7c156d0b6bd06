import { BuilderError } from '../error.js';
import { isContainer, isMachine, type RootForm, type Stack } from '../stack/index.js';
import { didYouMean } from '../text/index.js';
import { probeRunner, type RunnerStatus } from './probe.js';
import {
  type Runner,
  RUNNER_KINDS,
  RUNNER_NAMES,
  runnerKind,
  type RunnerName,
  runnersFor,
} from './registry.js';
import type { ProbeOptions } from './runner/kind.js';

/** A runner and, in a few words, why this one. */
export interface RunnerChoice {
  runner: Runner;
  reason: string;
  /** Where it is the machine because nothing isolates: what would have been said of that. */
  instead?: BuilderError;
}

/**
 * Chooses how to run steps in a stack: the named runner, or the first that works, of which each is
 * tried only when those before it fail. The machine itself is taken when it is named, or when nothing else works
 * and we are in a container that is the stack.
 * @throws BuilderError NO_SANDBOX, which lists why each doesn't work and the commands that mend it
 */
export async function chooseRunner(
  { stack, explicit }: { stack: Stack; explicit?: RunnerName },
  options: ProbeOptions,
): Promise<RunnerChoice> {
  const candidates = candidatesFor(stack, explicit);
  const refusals: Refusal[] = [];
  for (const name of candidates) {
    const status = await probeRunner(name, options);
    if (status.works) return { runner: status.runner, reason: explain(explicit, refusals) };
    refusals.push(status);
  }
  const isStack = explicit === undefined && (await isMachine(stack));
  const itself = isStack ? await theMachine(options) : undefined;
  const none = noSandbox(stack, refusals, isStack);
  if (itself === undefined) throw none;
  return {
    runner: itself,
    instead: none,
    reason: `this machine is the stack ${stack.name} itself; ${explain(undefined, refusals)}`,
  };
}

/** The machine as a runner, inside a container that was made to be it. */
async function theMachine(options: ProbeOptions): Promise<Runner | undefined> {
  const kind = RUNNER_KINDS.find(({ isolates }) => !isolates);
  if (kind === undefined || !(await isContainer())) return undefined;
  const status = await probeRunner(kind.name, options);
  return status.works ? status.runner : undefined;
}

type Refusal = Extract<RunnerStatus, { works: false }>;

/**
 * The runners that come into question, best first. Pure.
 * @throws BuilderError NO_SANDBOX when the named one can't run this stack
 */
export function candidatesFor(
  stack: Stack,
  explicit: RunnerName | undefined,
): readonly RunnerName[] {
  const able = runnersFor('image' in stack.root ? 'image' : 'packages');
  if (explicit === undefined) return able;
  if (!runnerKind(explicit).isolates || able.includes(explicit)) return [explicit];
  throw new BuilderError(
    'NO_SANDBOX',
    `${explicit} can't run the stack ${stack.name}, which is a container image`,
    { hint: `Use --runner ${able.join(' or ')}, or a stack that is made from packages.` },
  );
}

function explain(explicit: RunnerName | undefined, refusals: readonly Refusal[]): string {
  if (explicit !== undefined) return 'asked for by name';
  if (refusals.length === 0) return 'the first that works';
  return refusals.map(({ name, reason }) => `${name} doesn't work: ${reason}`).join('; ');
}

function noSandbox(stack: Stack, refusals: readonly Refusal[], isStack: boolean): BuilderError {
  const width = Math.max(...refusals.map(({ name }) => name.length));
  return new BuilderError(
    'NO_SANDBOX',
    `no sandbox works on this machine for the stack ${stack.name}`,
    {
      excerpt: refusals.map(({ name, reason }) => `${name.padEnd(width)}  ${reason}`),
      hint: [
        'One of these mends it:',
        ...refusals.map(({ name, remedy }) => `  ${name.padEnd(width)}  ${remedy}`),
        ...(isStack
          ? [
              `This machine is the stack ${stack.name} itself: --runner host, as root, builds on it, and isolates nothing.`,
            ]
          : []),
      ].join('\n'),
    },
  );
}

/**
 * Reads the name of a runner; `auto` and nothing mean that one is to be chosen.
 * @throws BuilderError UNKNOWN_RUNNER, which suggests the nearest
 */
export function parseRunner(text: string | undefined): RunnerName | undefined {
  if (text === undefined || text === 'auto') return undefined;
  const name = RUNNER_NAMES.find((known) => known === text);
  if (name !== undefined) return name;
  const known = ['auto', ...RUNNER_NAMES];
  throw new BuilderError('UNKNOWN_RUNNER', `there is no runner '${text}'`, {
    hint: `${didYouMean(text, known)}Known: ${known.join(', ')}.`,
  });
}

/** The form in which a runner needs the root of this stack. */
export function rootFormOf(runner: Runner, stack: Stack): RootForm {
  return runnerKind(runner.name).rootForm(stack, runner.engine);
}
