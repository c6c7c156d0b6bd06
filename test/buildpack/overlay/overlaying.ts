import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import {
  overlayBuildpack,
  type Overlaid,
  type OverlayRequest,
} from '../../../src/buildpack/overlay/index.js';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';

/** A buildpack in a folder of the test's own, beside it an overlay and what that brings. */
export interface Case {
  readonly folder: HostPath;
  readonly buildpack: HostPath;
  readonly output: HostPath;
  readonly overlay: HostPath;
  run(request?: Partial<OverlayRequest>): Promise<Overlaid>;
  /** Applies the overlay to its own result and answers what that changed. */
  again(): Promise<Overlaid>;
  result(file: string): Promise<string>;
}

/** Files by their paths; those in `bin/` are programs. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Makes a {@link Case}. An overlay that is a list is that of its changes. */
export async function overlayCase(
  t: ExecutionContext,
  files: Files,
  overlay: readonly unknown[] | string,
  beside: Files = {},
): Promise<Case> {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'overlay-test-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const buildpack = inHost(folder, 'buildpack');
  const file = inHost(folder, 'overlay.yml');
  const output = inHost(folder, 'result');
  await mkdir(buildpack);
  await writeFiles(buildpack, files);
  await writeFiles(folder, beside);
  await writeFile(file, typeof overlay === 'string' ? overlay : stringify({ changes: overlay }));
  const run = (request: Partial<OverlayRequest> = {}) =>
    overlayBuildpack({ directory: buildpack, overlay: file, output, force: false, ...request });
  return {
    folder,
    buildpack,
    output,
    overlay: file,
    run,
    again: () => run({ directory: output, output: undefined }),
    result: (name) => readFile(inHost(output, name), 'utf8'),
  };
}

/** Writes files below a folder. */
export async function writeFiles(folder: HostPath, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = inHost(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, name.startsWith('bin/') ? 0o755 : 0o644);
  }
}
