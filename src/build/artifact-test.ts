import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BuilderError } from '../error.js';
import type { Emit } from '../event.js';
import { GUEST, inHost, type HostPath } from '../path.js';
import { unpackArtifact } from '../pack/index.js';
import { FIXED_ENVIRONMENT, type ArtifactTest, type Plan } from '../plan/index.js';
import { openSandbox, rootFormOf, type Runner } from '../sandbox/index.js';
import { prepareRoot, type RootContext, type Stack } from '../stack/index.js';
import { matchTree } from './contains.js';
import { runScript } from './script.js';
import { boxMount, workplaceOf, onHost, type Workplace } from './workplace.js';

/** What testing an artifact needs. */
export interface TestContext {
  plan: Plan;
  stack: Stack;
  runner: Runner;
  roots: RootContext;
  place: Workplace;
  emit: Emit;
  signal: AbortSignal | undefined;
}

/**
 * Tests a packed artifact as its users meet it: unpacked at its prefix in a fresh sandbox of the
 * stack, without network and without what it was built with.
 * @throws BuilderError TEST_FAILED
 */
export async function testArtifact(artifact: HostPath, context: TestContext): Promise<void> {
  const { plan, place } = context;
  const tree = inHost(place.root, 'artifact');
  await unpackArtifact(artifact, tree);
  for (const [index, test] of plan.tests.entries()) await runTest(test, index, tree, context);
}

async function runTest(
  test: ArtifactTest,
  index: number,
  tree: HostPath,
  context: TestContext,
): Promise<void> {
  const { plan, place } = context;
  const missing = await matchTree(tree, test.contains);
  if (missing.length > 0) {
    throw failed(plan, test, place, {
      why: `the artifact has nothing that matches ${missing.join(', ')}`,
      excerpt: [],
    });
  }
  if (test.run === undefined) return;

  const box = await testBox(test, index, place);
  const sandbox = await freshSandbox(test, context);
  let output = '';
  const failure = await runScript(
    {
      build: place.id,
      label: `test: ${test.name}`,
      log: `test-${index + 1}`,
      text: test.run,
      args: [],
    },
    {
      environment: {
        ...FIXED_ENVIRONMENT,
        PREFIX: plan.prefix,
        BB_VERSION: plan.version,
        BB_FILES: GUEST.files,
      },
      directory: GUEST.files,
      mounts: [boxMount(box), { host: tree, guest: plan.prefix, access: 'read-only' }],
    },
    {
      ...context,
      sandbox,
      logs: place.logs,
      emit(event) {
        if (event.type === 'log') output += `${event.line}\n`;
        context.emit(event);
      },
    },
  );
  if (failure !== undefined) {
    throw failed(plan, test, place, {
      why: `exit code ${failure.exitCode}`,
      excerpt: failure.tail,
      log: failure.log,
    });
  }
  const unseen = test.expect.filter((text) => !output.includes(text));
  if (unseen.length > 0) {
    throw failed(plan, test, place, {
      why: `its output has no '${unseen.join("', no '")}'`,
      excerpt: output.trimEnd().split('\n').slice(-30),
    });
  }
}

/** A box of its own for each test, with the files that it brings. */
async function testBox(test: ArtifactTest, index: number, place: Workplace): Promise<Workplace> {
  const box = workplaceOf(`test-${index + 1}`, place.root);
  for (const folder of [GUEST.files, GUEST.home]) {
    await mkdir(onHost(box, folder), { recursive: true });
  }
  for (const { name, content } of test.files) {
    const file = inHost(onHost(box, GUEST.files), name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return box;
}

async function freshSandbox(test: ArtifactTest, { plan, stack, runner, roots, emit }: TestContext) {
  const root = await prepareRoot(
    {
      stack,
      arch: plan.arch,
      toolchain: test.toolchain,
      packages: [...plan.packages.run, ...test.packages],
      form: rootFormOf(runner, stack),
    },
    roots,
  );
  return openSandbox(runner, root, { cache: roots.cache, emit });
}

function failed(
  plan: Plan,
  test: ArtifactTest,
  place: Workplace,
  { why, excerpt, log }: { why: string; excerpt: string[]; log?: HostPath },
): BuilderError {
  return new BuilderError(
    'TEST_FAILED',
    `${plan.name} ${plan.version} failed its test '${test.name}': ${why}.`,
    {
      excerpt,
      hint:
        `Nothing was published; the artifact is in ${place.root}` +
        (log === undefined ? '' : `\nThe whole log is ${log}`),
    },
  );
}
