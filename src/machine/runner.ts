import type { RunnerStatus } from '../sandbox/index.js';
import type { Diagnosis } from './diagnosis.js';

/** A runner that was tried. The machine itself need not be one. */
export function diagnoseRunner(status: RunnerStatus): Diagnosis {
  if (status.works) {
    const { runner, version } = status;
    return { of: 'runner', state: 'ok', name: runner.name, status: { works: true, version } };
  }
  const { name, reason, remedy } = status;
  const state = name === 'host' ? 'note' : 'missing';
  return { of: 'runner', state, name, status: { works: false, reason, remedy } };
}
