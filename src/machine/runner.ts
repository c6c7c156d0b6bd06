import { runnerKind, type RunnerStatus } from '../sandbox/index.js';
import type { Diagnosis } from './diagnosis.js';

/** A runner that was tried. One that isolates nothing need not be there. */
export function diagnoseRunner(status: RunnerStatus): Diagnosis {
  if (status.works) {
    const { runner, version } = status;
    return { of: 'runner', state: 'ok', name: runner.name, status: { works: true, version } };
  }
  const { name, reason, remedy } = status;
  const state = runnerKind(name).isolates ? 'missing' : 'note';
  return { of: 'runner', state, name, status: { works: false, reason, remedy } };
}
