import { BUILD_USER, runProgram } from '../../../program/index.js';
import { complaint } from '../../../stack/index.js';
import { engineRunner } from '../engine/runner.js';
import type { Client, EngineKind } from '../engine/kind.js';

/** Docker, or Podman behind docker's client. */
export const dockerEngine: EngineKind<'docker'> = {
  name: 'docker',
  suits: { image: 1, packages: 3 },
  packages: 'docker.io',
  runsFolders: false,
  countsByUser: false,
  emptyRoot,
  user,
  hasOwnFilter: isPodmanBehind,
  remedyOf: (reason) =>
    /permission denied/i.test(reason)
      ? 'usermod --append --groups docker "$USER"'
      : 'systemctl start docker',
  // Its daemon decides that for all: see `user`.
  outsideUser: [],
  withoutProxies: ['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy', 'no_proxy'].flatMap(
    (variable) => [`--env=${variable}=`, `--env=${variable.toUpperCase()}=`],
  ),
};

/** Containers of Docker. */
export const docker = engineRunner(dockerEngine);

async function emptyRoot(client: Client): Promise<readonly string[] | string> {
  const image = 'localhost/binary-builder/empty:1';
  const there = await client(['image', 'inspect', image]);
  if (there.exitCode === 0) return [image];
  const emptyTar = new Uint8Array(10_240);
  const made = await client(['import', '-', image], { input: emptyTar });
  return made.exitCode === 0 ? [image] : complaint(made);
}

/**
 * The root of a rootless docker is somebody else outside; a system-wide docker has to be told who we
 * are, or for root, who steps run as.
 */
async function user(): Promise<string> {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (uid === 0) return `${BUILD_USER}:${BUILD_USER}`;
  const { stdout } = await runProgram(['docker', 'info', '--format', '{{json .SecurityOptions}}']);
  return stdout.includes('rootless') ? '0:0' : `${uid}:${gid}`;
}

async function isPodmanBehind(): Promise<boolean> {
  const argv = ['docker', 'version', '--format', '{{json .Server.Components}}'] as const;
  return (await runProgram(argv)).stdout.includes('Podman');
}
