import type { Arch } from '../architecture.js';
import type { EmulatorStatus } from './emulation/emulator.js';
import { type EmulatorOptions, probeEmulation } from './emulation/probe.js';
import { runnerKind, runnersFor, type RunnerName } from './registry.js';

/**
 * Finds out how a runner can run the programs of an architecture here, by trying: the first of its ways
 * that works, or what BINARY_BUILDER_EMULATOR names.
 * What was found out is remembered as long as the process lives.
 * @throws BuilderError USAGE for a BINARY_BUILDER_EMULATOR that isn't one, INTERRUPTED
 */
export async function probeEmulator(
  arch: Arch,
  runner: RunnerName,
  options: EmulatorOptions = {},
): Promise<EmulatorStatus> {
  const others = runnersFor('packages').map(runnerKind);
  return await probeEmulation(arch, { runner: runnerKind(runner), others }, options);
}
