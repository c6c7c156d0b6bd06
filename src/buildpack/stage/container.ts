import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import type { BuildContext } from '../../builder/place/index.js';
import { BuilderError } from '../../error.js';
import { guestPath, inHost, type GuestPath, type HostPath } from '../../path.js';
import {
  giveToSteps,
  openSandbox,
  rootFormOf,
  runnerKind,
  runnersFor,
  type Command,
  type Mount,
  type Sandbox,
} from '../../sandbox/index.js';
import { alternatives } from '../../text/index.js';
import { prepareRoot, type Root } from '../../stack/index.js';
import { PLATFORM } from './platform.js';
import type { Setting } from './request.js';
import type { Scratch } from './scratch.js';
import { withVcap } from './user.js';

/** What stands for a container of the platform: a sandbox, and the folders that it may write to. */
export interface Container {
  /** The name of the staging or of the application's run, as events have it. */
  readonly staging: string;
  readonly sandbox: Sandbox;
  /** Goes into every command: mounts, and the user. */
  readonly command: Pick<Command, 'mounts' | 'user'>;
  /** Seen as `/tmp`. */
  readonly tmp: HostPath;
  /** Seen as `/home/vcap`. */
  readonly home: HostPath;
  /** Seen as `/home/vcap/app` and `/app`. */
  readonly app: HostPath;
}

/**
 * A fresh container of the platform: the stack with what it has where applications are staged and
 * started, no network but loopback, and the user vcap. Engines run it as their own user.
 *
 * What is mounted lies beside each other, so that no script can put a link in the place of a folder
 * that a later one is given.
 * @param scratch an empty folder
 * @throws BuilderError NO_SANDBOX for the machine itself; what making a root ready throws
 */
export async function openContainer(
  setting: Setting,
  { folder: scratch, name }: Scratch,
  context: BuildContext,
): Promise<Container> {
  const { stack, arch, runner } = setting;
  requireIsolation(setting);
  const root = await prepareRoot(
    {
      stack,
      arch,
      toolchain: stack.applications?.toolchain ?? false,
      packages: stack.applications?.packages ?? [],
      form: rootFormOf(runner, stack),
    },
    context,
  );
  const [tmp, home, app] = await Promise.all(
    ['tmp', 'home', 'app'].map((name) => folderOf(inHost(scratch, name))),
  );
  if (tmp === undefined || home === undefined || app === undefined) throw new TypeError();
  await chmod(tmp, 0o1777);
  await mkdir(inHost(home, 'tmp'));
  for (const folder of [tmp, home, app]) await giveToSteps(runner.name, folder);
  const writable = (host: HostPath, guest: GuestPath): Mount => ({
    host,
    guest,
    access: 'read-write',
  });
  const mounts = [
    writable(tmp, PLATFORM.scratch),
    writable(home, PLATFORM.home),
    writable(app, PLATFORM.app),
    writable(app, PLATFORM.shortApp),
  ];
  const sandbox = await openSandbox(runner, root, { ...context, whose: { staging: name } });
  return { staging: name, sandbox, command: await asVcap(root, mounts, scratch), tmp, home, app };
}

function requireIsolation({ runner }: Setting): void {
  if (runnerKind(runner.name).isolates) return;
  throw new BuilderError(
    'NO_SANDBOX',
    `the runner ${runner.name} can't stage or start an application: it has this machine's network`,
    { hint: `Use --runner ${alternatives(runnersFor('packages'))}.` },
  );
}

async function folderOf(path: HostPath): Promise<HostPath> {
  await mkdir(path);
  return path;
}

/** An image has its users; a folder's files are laid over by ones that have vcap. */
async function asVcap(
  root: Root,
  mounts: readonly Mount[],
  scratch: HostPath,
): Promise<Pick<Command, 'mounts' | 'user'>> {
  if (root.kind !== 'directory') return { mounts };
  const [passwd, group] = await Promise.all(
    ['passwd', 'group'].map((name) => textOf(inHost(root.directory, 'etc', name))),
  );
  const made = withVcap(passwd ?? '', group ?? '');
  await mkdir(inHost(scratch, 'etc'));
  const over = await Promise.all(
    (['passwd', 'group'] as const).map(async (name): Promise<Mount> => {
      const host = inHost(scratch, 'etc', name);
      await writeFile(host, made[name]);
      return { host, guest: guestPath('/etc', name), access: 'read-only' };
    }),
  );
  return { mounts: [...mounts, ...over], user: made.user };
}

async function textOf(path: HostPath): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}
