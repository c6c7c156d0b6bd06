import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { ExecutionContext } from 'ava';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import type { Stack } from '../../src/stack/index.js';

/** A folder of the machine that is gone after the test, with these files in it. */
export async function folder(
  t: ExecutionContext,
  files: Readonly<Record<string, string>> = {},
): Promise<HostPath> {
  const path = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'stack-test-')));
  t.teardown(() => rm(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(inHost(path, name), text);
  return path;
}

/** A stack made from packages, with changes. */
export function stack(changes: Partial<Stack> = {}): Stack {
  return {
    name: 'debian12',
    description: 'for tests',
    architectures: ['x64', 's390x'],
    glibc: '2.36',
    root: { debian: { suite: 'bookworm', variant: 'essential' } },
    packages: [],
    toolchain: ['make', 'gcc'],
    environment: {},
    file: hostPath('/stacks/debian12.yml'),
    ...changes,
  };
}
