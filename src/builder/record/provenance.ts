import os from 'node:os';
import type { Runner } from '../../sandbox/index.js';
import type { Root } from '../../stack/index.js';
import type { Provenance } from '../../store/index.js';

/** Who builds what on which machine: the only thing kept of an artifact that differs by machine. */
export function makeProvenance({
  request,
  ccache,
  runner,
  root,
  started,
  phases,
}: {
  /** The version of binary-builder, and how many processes it was allowed. */
  request: { readonly builder: string; readonly jobs: number };
  /** Whether earlier builds' compiler results went into it; undefined when that is not known. */
  ccache: boolean | undefined;
  runner: Runner;
  root: Root;
  started: Date;
  /** Seconds that each phase took, where there were any. */
  phases?: Readonly<Record<string, number>>;
}): Provenance {
  return {
    binary_builder: request.builder,
    runner: runner.name,
    machine: { arch: process.arch, kernel: os.release(), hostname: os.hostname() },
    user: userName(),
    started: started.toISOString(),
    finished: new Date().toISOString(),
    ...(phases !== undefined && { phases: { ...phases } }),
    jobs: request.jobs,
    ...(ccache === undefined ? {} : { ccache }),
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
