import { mkdir, rm } from 'node:fs/promises';
import { defaultJobs } from '../../src/builder/order/index.js';
import { fetchPlanSources } from '../../src/builder/place/index.js';
import { BuilderError } from '../../src/error.js';
import { GUEST, guestPath, hostPath, inHost, type HostPath } from '../../src/path.js';
import type { Plan } from '../../src/plan/index.js';
import { chooseRunner, giveToSteps, openSandbox } from '../../src/sandbox/index.js';
import { findStack, loadStacks, prepareRoot } from '../../src/stack/index.js';
import { cacheFolders, cacheRoot } from '../../src/store/index.js';

const STACKS = hostPath(import.meta.dirname, '../../stacks');

/** What a person would write: unpack, configure, make, install, tar. Hooks of the recipe are left out. */
const SCRIPT = `
cd /binary-builder/source
tar xf /binary-builder/archive --strip-components=1 --no-same-owner
PHASES
tar czf /binary-builder/artifact.tgz -C "$TREE" .
`;

/** A folder of programs and libraries, about as large as a python: part of the toolchain's root. */
export async function largeTree(stackName: string, arch: Plan['arch']): Promise<HostPath> {
  const cache = cacheRoot(process.env);
  const stack = findStack(await loadStacks([STACKS]), stackName);
  const root = await prepareRoot(
    { stack, arch, toolchain: true, packages: [], form: 'directory' },
    { folders: cacheFolders(cache), emit: () => undefined },
  );
  if (root.kind !== 'directory') throw new TypeError(`${stackName} is no folder`);
  return inHost(root.directory, 'usr/lib/gcc');
}

/** A plain shell script that builds a plan's source in the root that the plan is built in. */
export async function shellScript(plan: Plan, scratch: HostPath): Promise<() => Promise<void>> {
  const folders = cacheFolders(cacheRoot(process.env));
  const emit = () => undefined;
  const stack = findStack(await loadStacks([STACKS]), plan.stack.name);
  const { runner } = await chooseRunner({ stack, explicit: 'bubblewrap' }, { cache: folders.root });
  const root = await prepareRoot(
    { stack, arch: plan.arch, toolchain: true, packages: plan.packages.build, form: 'directory' },
    { folders, emit },
  );
  const sandbox = await openSandbox(runner, root, { folders, emit });
  const { main: source } = await fetchPlanSources(plan, {}, { folders, emit });

  const steps = plan.steps.filter(({ label }) => ['configure', 'make', 'install'].includes(label));
  const [first] = steps;
  if (first === undefined) throw new TypeError(`${plan.name} has no steps`);
  const text = SCRIPT.replace('PHASES', () =>
    steps.map(({ script, args }) => `set -- ${args.map(quote).join(' ')}\n${script}`).join('\n'),
  );
  const box = inHost(scratch, 'shell');
  return async () => {
    await rm(box, { recursive: true, force: true });
    for (const folder of ['source', 'staging', 'home']) {
      await mkdir(inHost(box, folder), { recursive: true });
    }
    await giveToSteps(sandbox.runner, box);
    const { exitCode, stderr } = await sandbox.capture({
      argv: ['bash', '-euo', 'pipefail', '-c', text],
      environment: {
        ...(Object.assign({}, ...steps.map((step) => step.environment)) as Record<string, string>),
        JOBS: String(defaultJobs()),
      },
      directory: GUEST.root,
      mounts: [
        { host: box, guest: GUEST.root, access: 'read-write' },
        { host: source.path, guest: guestPath(GUEST.root, 'archive'), access: 'read-only' },
      ],
    });
    if (exitCode !== 0) {
      throw new BuilderError('STEP_FAILED', `The shell script ended with ${exitCode}:\n${stderr}`);
    }
  };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
