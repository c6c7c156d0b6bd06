import { mkdir } from 'node:fs/promises';
import { writeFileAtomic } from '../../../files/index.js';
import { inHost, type HostPath } from '../../../path.js';
import { BUILD_USER } from '../../../program/index.js';
import { engineRunner } from '../engine/runner.js';
import type { Client, EngineKind } from '../engine/kind.js';

/** Podman. */
export const podmanEngine: EngineKind<'podman'> = {
  name: 'podman',
  suits: { image: 2, packages: 2 },
  packages: 'podman runc',
  runsFolders: true,
  countsByUser: true,
  emptyRoot,
  // Its root is somebody else outside.
  user: () => Promise.resolve('0:0'),
  hasOwnFilter: () => Promise.resolve(false),
  plainEnvironment: async (cache) => ({ CONTAINERS_CONF: await writePlainConfiguration(cache) }),
  remedyOf: () => 'apt-get install --yes podman runc uidmap',
  importOptions(platform) {
    const [os = '', architecture = ''] = platform.split('/');
    return ['--os', os, '--arch', architecture];
  },
  outsideUser: [`--uidmap=0:${BUILD_USER}:1`, `--gidmap=0:${BUILD_USER}:1`],
  withoutProxies: ['--http-proxy=false'],
};

/** Containers of Podman. */
export const podman = engineRunner(podmanEngine);

async function emptyRoot(_client: Client, cache: HostPath): Promise<readonly string[]> {
  const empty = inHost(cache, 'podman', 'empty');
  await mkdir(empty, { recursive: true });
  return ['--rootfs', `${empty}:O`];
}

/**
 * A podman configuration for machines where Debian's own one fails: crun knows no hybrid cgroups,
 * and the default limits can't be set without CAP_SYS_RESOURCE.
 */
const PLAIN_CONFIGURATION = `# Written by binary-builder, because podman's own configuration fails on this machine.
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4000:4000"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`;

async function writePlainConfiguration(cache: HostPath): Promise<string> {
  const file = inHost(cache, 'podman', 'containers.conf');
  await writeFileAtomic(file, PLAIN_CONFIGURATION);
  return file;
}
