import os from 'node:os';
import type { Runner } from '../sandbox/index.js';
import type { Root } from '../stack/index.js';
import type { Provenance } from '../store/index.js';
import type { BuildRequest } from './build.js';

/** Who builds what on which machine: the only thing kept of an artifact that differs by machine. */
export function makeProvenance({
  request,
  runner,
  root,
  started,
}: {
  request: Pick<BuildRequest, 'builder' | 'jobs' | 'ccache'>;
  runner: Runner;
  root: Root;
  started: Date;
}): Provenance {
  return {
    binary_builder: request.builder,
    runner: runner.name,
    machine: { arch: process.arch, kernel: os.release(), hostname: os.hostname() },
    user: userName(),
    started: started.toISOString(),
    finished: new Date().toISOString(),
    jobs: request.jobs,
    ccache: request.ccache,
    root: { digest: root.digest, created: root.created },
  };
}

/** A container may run as a user who has no entry in the machine's list of users. */
function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
