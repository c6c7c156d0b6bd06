import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';

/** The buildpack of the examples. */
export const EXAMPLE = hostPath(import.meta.dirname, '../../../examples/python-buildpack');

/** How a script ended. */
export interface Ended {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/** A buildpack in a folder of the test's own, with an application, to be run by this machine's sh. */
export interface Scene {
  buildpack: HostPath;
  application: HostPath;
  cache: HostPath;
  folder: HostPath;
  /** Runs `bin/NAME` with these arguments, and nothing of our environment but PATH. */
  script: (name: string, args: readonly string[], env?: Record<string, string>) => Promise<Ended>;
  /** `bin/compile` of the application, on debian12. */
  compile: (env?: Record<string, string>) => Promise<Ended>;
}

/** What a scene is made of. */
export interface Setting {
  /** Files of the application, by path. */
  files?: Readonly<Record<string, string>>;
  /** manifest.yml; the example's own unless given. */
  manifest?: string;
}

/** Copies the example and makes an application beside it; all goes when the test ends. */
export async function scene(
  t: ExecutionContext,
  { files = {}, manifest }: Setting = {},
): Promise<Scene> {
  const folder = hostPath(await mkdtemp(path.join(os.tmpdir(), 'binary-builder-example-')));
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const buildpack = inHost(folder, 'buildpack');
  const application = inHost(folder, 'application');
  const cache = inHost(folder, 'cache');
  await cp(EXAMPLE, buildpack, { recursive: true });
  if (manifest !== undefined) await writeFile(inHost(buildpack, 'manifest.yml'), manifest);
  await mkdir(application);
  await writeFiles(application, files);

  const script: Scene['script'] = async (name, args, env = {}) => {
    const { exitCode, stdout, stderr } = await execa(inHost(buildpack, 'bin', name), args, {
      env: { PATH: process.env.PATH, TMPDIR: folder, ...env },
      extendEnv: false,
      reject: false,
    });
    return { exitCode, stdout, stderr };
  };
  const compile: Scene['compile'] = (env = {}) =>
    script('compile', [application, cache], { CF_STACK: 'debian12', ...env });
  return { buildpack, application, cache, folder, script, compile };
}

/** Writes files below a folder, by path. */
export async function writeFiles(
  folder: HostPath,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(inHost(folder, path.dirname(name)), { recursive: true });
    await writeFile(inHost(folder, name), content);
  }
}

/** A message of the buildpack as it is printed. */
export function failure(...lines: readonly string[]): string {
  return lines.map((line) => ` !     ${line}`).join('\n');
}

/** A manifest with pythons that can't be had: staging ends where one of them is fetched. */
export function manifestOf(versions: readonly string[], more = ''): string {
  const entries = versions.map((version) =>
    [
      `- name: python`,
      `  version: ${version}`,
      `  uri: file:///nowhere/python-${version}.tgz`,
      `  sha256: ${'0'.repeat(64)}`,
      `  cf_stacks:`,
      `  - debian12`,
      ``,
    ].join('\n'),
  );
  return `---\nlanguage: python\n${more}dependencies:\n${entries.join('')}`;
}
