import os from 'node:os';
import semver from 'semver';
import { probeCgroups, probeRunners, runnerKind } from '../sandbox/index.js';
import { diagnoseDevices } from './devices.js';
import type { Diagnosis, DiagnosisRequest } from './diagnosis.js';
import { diagnoseEmulation } from './emulation.js';
import { diagnoseMemoryLimit } from './memory-limit.js';
import { missingPrograms, PROGRAMS } from './programs.js';
import { diagnoseRunner } from './runner.js';
import { diagnoseSpace } from './space.js';
import { diagnoseStacks } from './stacks.js';

const OLDEST_NODE = '20.20.0';

/** Looks at all that building takes of this machine; changes nothing. */
export async function diagnoseMachine(request: DiagnosisRequest): Promise<Diagnosis[]> {
  const { cache, foreign, signal } = request;
  const [missing, runners, cgroups, stacks, space, emulation] = await Promise.all([
    missingPrograms(),
    probeRunners({ cache, signal }),
    probeCgroups(),
    diagnoseStacks(request),
    diagnoseSpace(cache),
    Promise.all(foreign.map((arch) => diagnoseEmulation(arch, signal))),
  ]);
  return [
    nodeVersion(),
    { of: 'processors', state: 'ok', count: os.availableParallelism(), arch: process.arch },
    space,
    await diagnoseDevices(),
    ...runners.map(diagnoseRunner),
    ...PROGRAMS.map((program): Diagnosis => {
      const isMissing = missing.some((other) => other.program === program.program);
      return { of: 'program', state: isMissing ? 'missing' : 'ok', program };
    }),
    diagnoseMemoryLimit(cgroups, runners),
    ...emulation,
    ...stacks,
  ];
}

/** Whether something can be built here: some sandbox works. */
export function canBuild(found: readonly Diagnosis[]): boolean {
  return found.some(
    (one) => one.of === 'runner' && runnerKind(one.name).isolates && one.status.works,
  );
}

function nodeVersion(): Diagnosis {
  const { version } = process;
  const state = semver.gte(version, OLDEST_NODE) ? 'ok' : 'missing';
  return { of: 'node', state, version, oldest: OLDEST_NODE };
}
