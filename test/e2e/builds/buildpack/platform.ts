import { copyFile, cp, mkdir, readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { guestPath, hostPath, inHost, type HostPath } from '../../../../src/path.js';
import { giveToSteps, openSandbox } from '../../../../src/sandbox/index.js';
import { findStack, loadStacks, type Root } from '../../../../src/stack/index.js';
import { preparedRoot, testContext } from '../../../prepared-root.js';
import { build, finish, type Built, type Workshop } from '../workshop.js';

const project = hostPath(import.meta.dirname, '../../../..');
const examples = inHost(project, 'examples');

/** A platform's folders for one staging. */
export interface Place {
  build: HostPath;
  cache: HostPath;
  deps: HostPath;
}

/** How a staging ended. */
export interface Staged {
  exitCode: number;
  /** Both streams, as people see them. */
  output: string;
}

/** What both kinds of tests start from. */
export interface Prepared {
  /** The example's buildpack, whose manifest has the artifacts of the workshop. */
  readonly buildpack: HostPath;
  /** The example's application with its packages. */
  readonly application: HostPath;
  readonly workshop: Workshop;
}

/** Builds what python lacks for the example's buildpack, and copies that and its application. */
export async function prepare({ workshop }: Built): Promise<Prepared> {
  const { output, cache } = workshop;
  for (const request of ['libffi@3.4.4', 'libmemcached@1.1.4']) {
    await build({ request }, { runner: 'bubblewrap', jobs: 2 }, workshop);
  }
  const buildpack = inHost(output, 'python-buildpack');
  const application = inHost(output, 'application');
  await cp(inHost(examples, 'python-buildpack'), buildpack, { recursive: true });
  await cp(inHost(examples, 'python-app'), application, { recursive: true });
  const script = pathToFileURL(inHost(examples, 'vendor-packages.ts')).pathname;
  await execa(process.execPath, ['--import=tsx', script, inHost(application, 'vendor')], {
    cwd: project,
    env: { BINARY_BUILDER_CACHE: cache },
  });
  await finish(
    ['manifest', 'update', inHost(buildpack, 'manifest.yml'), '--output-dir', output],
    workshop,
  );
  return { buildpack, application, workshop };
}

/** A copy of the buildpack with its dependencies in it, where the classic packager puts them. */
export async function packedByHand({ buildpack }: Prepared, into: HostPath): Promise<HostPath> {
  await cp(buildpack, into, { recursive: true });
  const dependencies = inHost(into, 'dependencies');
  await mkdir(dependencies);
  const text = await readFile(inHost(into, 'manifest.yml'), 'utf8');
  for (const [, uri = ''] of text.matchAll(/uri: (file:\S+)/g)) {
    await copyFile(new URL(uri), inHost(dependencies, uri.replace(/[:/?&]/g, '_')));
  }
  return into;
}

/** A new place below a folder, with a copy of an application. */
export async function newPlace(folder: HostPath, application: HostPath): Promise<Place> {
  const place = {
    build: inHost(folder, 'build'),
    cache: inHost(folder, 'cache'),
    deps: inHost(folder, 'deps'),
  };
  await mkdir(folder, { recursive: true });
  await cp(application, place.build, { recursive: true, verbatimSymlinks: true });
  await mkdir(place.cache);
  await mkdir(place.deps);
  return place;
}

/**
 * Runs a script where applications of the stack are staged and started: no network, nothing of this
 * machine, the buildpack at /buildpack, the folders where a platform has them.
 * @param root the folder that is /app
 */
export async function onPlatform(
  script: string,
  { buildpack, place, root }: { buildpack: HostPath; place: Place; root: HostPath },
  environment: Readonly<Record<string, string>> = {},
): Promise<Staged> {
  const sandbox = await openSandbox({ name: 'bubblewrap' }, await platformRoot(), testContext);
  await mkdir(root, { recursive: true });
  const writable = [place.build, place.cache, place.deps, root];
  for (const folder of writable) await giveToSteps(sandbox.runner, folder);
  let output = '';
  const { exitCode } = await sandbox.run(
    {
      argv: ['sh', '-euc', script],
      environment: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: '/home/vcap/app',
        CF_STACK: 'debian12',
        ...environment,
      },
      directory: guestPath('/tmp'),
      mounts: [
        { host: buildpack, guest: guestPath('/buildpack'), access: 'read-only' },
        { host: place.build, guest: guestPath('/tmp/app'), access: 'read-write' },
        { host: place.cache, guest: guestPath('/tmp/cache'), access: 'read-write' },
        { host: place.deps, guest: guestPath('/tmp/deps'), access: 'read-write' },
        { host: place.deps, guest: guestPath('/home/vcap/deps'), access: 'read-write' },
        { host: root, guest: guestPath('/home/vcap/app'), access: 'read-write' },
        { host: root, guest: guestPath('/app'), access: 'read-write' },
      ],
    },
    { onOutput: (chunk) => (output += chunk.toString()) },
  );
  return { exitCode, output };
}

/** The root where applications are staged and started, in the cache that all tests share. */
export async function platformRoot(): Promise<Root> {
  const stack = findStack(await loadStacks([inHost(project, 'stacks')]), 'debian12');
  return await preparedRoot(stack.applications ?? {});
}
