import type { Emit } from '../event.js';
import type { HostPath } from '../path.js';
import type { Root } from '../stack/index.js';
import { BubblewrapSandbox } from './bubblewrap.js';
import { ContainerSandbox } from './container.js';
import { HostSandbox } from './host.js';
import type { Runner, Sandbox } from './sandbox.js';

/** What a sandbox needs of its surroundings. */
export interface SandboxOptions {
  /** The cache folder; what is bound into a sandbox is expected to be in it. */
  cache: HostPath;
  emit: Emit;
}

/**
 * Opens a sandbox on a root that was prepared in the runner's form (`rootFormOf`). Starts nothing.
 */
export function openSandbox(runner: Runner, root: Root, { cache, emit }: SandboxOptions): Sandbox {
  switch (runner.name) {
    case 'host':
      emit({ type: 'warning', build: undefined, message: NO_ISOLATION });
      return new HostSandbox(cache, emit);
    case 'bubblewrap':
      if (root.kind === 'directory') return new BubblewrapSandbox(root.directory);
      break;
    case 'podman':
      if (root.kind === 'directory') {
        return new ContainerSandbox(runner.engine, { directory: root.directory });
      }
      if (root.kind === 'image') return new ContainerSandbox(runner.engine, { image: root.image });
      break;
    case 'docker':
      if (root.kind === 'image') return new ContainerSandbox(runner.engine, { image: root.image });
  }
  throw new TypeError(`${runner.name} can't use a root that is a ${root.kind}`);
}

const NO_ISOLATION =
  'the runner host isolates nothing: steps see this machine, its files and its network, and what they build may depend on them';
