import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BuilderError } from '../../error.js';
import { GUEST, inHost, type HostPath } from '../../path.js';
import { FIXED_ENVIRONMENT, type ArtifactTest, type Plan } from '../../plan/index.js';
import { giveToSteps, limitError, tellExceeded } from '../../sandbox/index.js';
import { matchTree } from './contains.js';
import { runScript, type ScriptFailure } from './script.js';
import { unpackSources } from './unpack-sources.js';
import {
  asPart,
  boxMount,
  fetchPlanSources,
  furtherFolder,
  furtherMounts,
  makeBox,
  onHost,
  sandboxIn,
  type Setting,
  type Workplace,
  workplaceOf,
} from '../place/index.js';

/** How a test of an artifact ended. */
interface TestResult {
  name: string;
  /** Undefined when it passed. */
  failure: TestFailure | undefined;
}

/** Why a test failed. */
interface TestFailure {
  /** As the end of a sentence. */
  why: string;
  /** The last lines of what it said. */
  excerpt: string[];
  log?: HostPath;
  /** What to do about it, where that isn't plain. */
  hint?: string;
}

/**
 * Tests an artifact as its users meet it: its tree at its prefix, read-only, in a fresh sandbox of
 * the stack, without network and without what it was built with.
 * @param place the tests' scratch folders and logs go there
 */
export async function* testTree(
  tree: HostPath,
  plan: Plan,
  place: Workplace,
  setting: Setting,
): AsyncGenerator<TestResult> {
  for (const [index, test] of plan.tests.entries()) {
    setting.signal?.throwIfAborted();
    const { name } = test;
    const part = { build: place.id, part: name, phase: 'test' };
    const failure = await asPart(part, setting.emit, () =>
      runTest(test, index, { tree, plan, place, setting }),
    );
    yield { name, failure };
  }
}

/** The error of a test that failed. */
export function testFailed(
  plan: Plan,
  { name, failure }: { name: string; failure: TestFailure },
  hint: string,
): BuilderError {
  return new BuilderError(
    'TEST_FAILED',
    `${plan.name} ${plan.version} failed its test '${name}': ${failure.why}.`,
    {
      excerpt: failure.excerpt,
      hint: [
        ...(failure.hint === undefined ? [] : [failure.hint]),
        hint,
        ...(failure.log === undefined ? [] : [`The whole log is ${failure.log}`]),
      ].join('\n'),
    },
  );
}

interface Testing {
  tree: HostPath;
  plan: Plan;
  place: Workplace;
  setting: Setting;
}

async function runTest(
  test: ArtifactTest,
  index: number,
  { tree, plan, place, setting }: Testing,
): Promise<TestFailure | undefined> {
  const missing = await matchTree(tree, test.contains, setting.signal);
  if (missing.length > 0) {
    return { why: `the artifact has nothing that matches ${missing.join(', ')}`, excerpt: [] };
  }
  if (test.run === undefined) return undefined;

  const box = await testBox(test, index, { plan, place, setting });
  const further = test.source === true ? await furtherMounts(plan, box) : [];
  const sandbox = await sandboxIn(setting, {
    toolchain: test.toolchain,
    packages: [...setting.packages, ...test.packages],
  });
  await giveToSteps(sandbox.runner, box.box);
  if (further.length > 0) await giveToSteps(sandbox.runner, furtherFolder(box));
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
        ...(test.source === true ? { BB_SOURCE: GUEST.source } : {}),
        ...(further.length > 0 ? { BB_SOURCES: GUEST.further } : {}),
      },
      directory: GUEST.files,
      mounts: [boxMount(box), ...further, { host: tree, guest: plan.prefix, access: 'read-only' }],
    },
    {
      sandbox,
      logs: place.logs,
      emit(event) {
        if (event.type === 'log') output += `${event.line}\n`;
        setting.emit(event);
      },
      signal: setting.signal,
    },
  );
  if (failure !== undefined)
    return whyFailed(failure, `${plan.name} ${plan.version}: ${test.name}`);
  const unseen = test.expect.filter((text) => !output.includes(text));
  if (unseen.length === 0) return undefined;
  return {
    why: `its output has no '${unseen.join("', no '")}'`,
    excerpt: output.trimEnd().split('\n').slice(-30),
  };
}

/**
 * Why a test's script failed.
 * @throws BuilderError DISK_FULL for want of room, which is no fault of the artifact's
 */
function whyFailed(
  { exitCode, tail: excerpt, log, exceeded }: ScriptFailure,
  what: string,
): TestFailure {
  if (exceeded === undefined) return { why: `exit code ${exitCode}`, excerpt, log };
  const where = 'recipe';
  if (exceeded.limit === 'free-disk') {
    throw limitError('TEST_FAILED', what, exceeded, { where, excerpt });
  }
  const told = tellExceeded(exceeded, where);
  return { why: `it ${told.what}`, excerpt, log, hint: told.hint };
}

/** A box of its own for each test, with the files that it brings, and the source if it asks for it. */
async function testBox(
  test: ArtifactTest,
  index: number,
  { plan, place, setting }: Omit<Testing, 'tree'>,
): Promise<Workplace> {
  const box = workplaceOf(`test-${index + 1}`, place.root);
  const sees = test.source === true && (plan.sources ?? []).length > 0;
  await makeBox(box, [GUEST.files, GUEST.home, ...(sees ? [GUEST.further] : [])]);
  for (const { name, content } of test.files) {
    const file = inHost(await onHost(box, GUEST.files), name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  if (test.source === true) {
    const sources = await fetchPlanSources(plan, {}, setting);
    await unpackSources(plan, sources, box, setting.signal);
  }
  return box;
}
