import { runnerKind, type CgroupStatus, type RunnerStatus } from '../sandbox/index.js';
import type { Diagnosis } from './diagnosis.js';

/** Builds go on without, but one that takes all memory takes the machine with it. Pure. */
export function diagnoseMemoryLimit(
  { noMemory, parents }: CgroupStatus,
  runners: readonly RunnerStatus[],
): Diagnosis {
  if (noMemory !== undefined) {
    const engines = runners.flatMap((status) =>
      status.works && runnerKind(status.runner.name).limitedBy === 'engine'
        ? [status.runner.name]
        : [],
    );
    return {
      of: 'memory limit',
      state: 'note',
      by: { kind: 'engines', engines, reason: noMemory },
    };
  }
  const { version = 2, folder = '' } =
    parents.find(({ controllers }) => controllers.includes('memory')) ?? {};
  return { of: 'memory limit', state: 'ok', by: { kind: 'cgroups', version, folder } };
}
