import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BuildContext } from '../../builder/place/index.js';
import { BuilderError } from '../../error.js';
import { inHost, type HostPath } from '../../path.js';
import { printable } from '../../text/index.js';
import { kindOf, readForeign, removeAbandoned } from '../../files/index.js';
import { giveToSteps } from '../../sandbox/index.js';
import {
  chooseScripts,
  placeBuildpack,
  requireStack,
  stackOfBuildpack,
  type ScriptName,
} from './buildpack.js';
import { openContainer } from './container.js';
import { copyTree } from './copy.js';
import { requireFolder, writeDroplet } from './droplet.js';
import { failureHint } from './failure-hint.js';
import { ignoredBy } from './ignored.js';
import { fillCache, keepCache } from './kept-cache.js';
import { DEPS_INDEX, PLATFORM } from './platform.js';
import type { Limits } from '../../archive/index.js';
import type { Stack } from '../../stack/index.js';
import { STAGING_LIMITS } from './limits.js';
import { processesOfProcfile } from './procfile.js';
import { processesOfRelease } from './release.js';
import type { StagedApplication, StageRequest } from './request.js';
import { withScratch, type Scratch } from './scratch.js';
import { askScript, runScript, scriptError, type Script, type ScriptContext } from './script.js';
import { stagingEnvironment } from './variables.js';

/** No Procfile and no .cfignore is near it. Bytes. */
const LARGEST_TEXT = 1024 * 1024;

/**
 * Stages an application as Cloud Foundry does, in a fresh sandbox of the stack without network:
 * `bin/detect`, then `bin/supply` and `bin/finalize` or `bin/compile`, then `bin/release`, whose output
 * is told as it comes. The application and the buildpack are copied and stay as they are. What fails
 * leaves no droplet, and the kept cache as it was.
 * @throws BuilderError BUILDPACK_INVALID, USAGE, NO_SANDBOX, ARTIFACT_TOO_LARGE; NOT_DETECTED; STAGING_FAILED with a
 * script's exit code and last lines; DISK_FULL, NOT_WRITABLE, INTERRUPTED
 */
export async function stageApplication(
  request: StageRequest,
  context: BuildContext,
): Promise<StagedApplication> {
  const { buildpack, application, stack, droplet } = request;
  await requirePlaces(application, droplet);
  requireStack(buildpack, await stackOfBuildpack(buildpack, context.signal), stack.name);
  return await withScratch(application, request, context, (scratch) =>
    stageIn(scratch, request, context),
  );
}

async function requirePlaces(application: HostPath, droplet: HostPath): Promise<void> {
  if ((await kindOf(application)) !== 'folder') {
    throw new BuilderError('USAGE', `The application ${application} is not a folder.`, {
      hint: 'For example: binary-builder buildpack stage BUILDPACK.zip ./my-app --stack debian12',
    });
  }
  if ((await kindOf(droplet)) === 'folder') {
    throw new BuilderError('USAGE', `The droplet can't be written to ${droplet}, a folder.`, {
      hint: `Name a file: --output ${path.join(droplet, 'droplet.tgz')}`,
    });
  }
}

async function stageIn(
  scratch: Scratch,
  request: StageRequest,
  context: BuildContext,
): Promise<StagedApplication> {
  const { signal, emit } = context;
  const container = await openContainer(request, scratch, context);
  const { tmp } = container;
  const placed = await placeBuildpack(request.buildpack, tmp, {
    limits: limitsOf(request),
    signal,
  });
  const chosen = await chooseScripts(request.buildpack, placed.host, request.interface);
  const build = inHost(tmp, 'app');
  // It may lie in the application, and would be staged with it.
  await removeAbandoned(request.droplet);
  const cache = inHost(tmp, 'cache');
  await copyApplication(request, build, signal);
  await fillCache(request.cache, cache, signal);
  for (const folder of [['deps'], ['deps', DEPS_INDEX], ['profile.d']]) {
    await mkdir(inHost(tmp, ...folder));
  }

  await giveToSteps(request.runner.name, tmp);
  const scripts: ScriptContext = { container, emit, signal };
  const environment = stagingEnvironment(request.stack.name, request.environment);
  const script = (name: ScriptName): Script => ({
    name: `bin/${name}`,
    argv: [`${placed.guest}/bin/${name}`, ...argumentsOf(name)],
    environment,
    directory: placed.guest,
  });
  const detected = await detect(script('detect'), scripts, request);
  for (const name of chosen) {
    const ran = await runScript(script(name), scripts);
    if (ran.exitCode !== 0) throw failed(script(name), ran, request.stack);
  }
  const released = await askScript(script('release'), scripts);
  if (released.exitCode !== 0) throw failed(script('release'), released, request.stack);

  await requireFolder(build, PLATFORM.build);
  const processes = {
    ...processesOfRelease(released.stdout),
    ...processesOfProcfile(await textOf(inHost(build, 'Procfile'))),
  };
  if (request.cache !== undefined) await requireFolder(cache, PLATFORM.cache);
  const { size, sha256 } = await writeDroplet(
    { tmp, detected, command: processes.web ?? '' },
    inHost(scratch.folder, 'droplet'),
    request.droplet,
    signal,
  );
  if (request.cache !== undefined) await keepCache(cache, request.cache, signal);
  return {
    detected,
    scripts: ['detect', ...chosen, 'release'].map((name) => `bin/${name}`),
    processes,
    droplet: { path: request.droplet, size, sha256 },
  };
}

/** The application as the platform's client uploads it, without what we write ourselves. */
async function copyApplication(
  request: StageRequest,
  into: HostPath,
  signal?: AbortSignal,
): Promise<void> {
  const { application, droplet, cache } = request;
  const ignored = ignoredBy(await textOf(inHost(application, '.cfignore')));
  const ours = [droplet, ...(cache === undefined ? [] : [cache])];
  await copyTree(application, into, {
    leaveOut: (at, kind) => ours.includes(inHost(application, at)) || ignored(at, kind),
    limits: limitsOf(request),
    signal,
  });
  await chmod(into, 0o755);
}

function limitsOf({ limits }: StageRequest): Limits {
  return { ...STAGING_LIMITS, ...limits };
}

async function textOf(file: HostPath): Promise<string> {
  const bytes = await readForeign(file, LARGEST_TEXT);
  return bytes?.toString('utf8') ?? '';
}

/** The arguments that the platform gives to each script. */
function argumentsOf(name: ScriptName): string[] {
  const { build, cache, deps, profile } = PLATFORM;
  switch (name) {
    case 'detect':
    case 'release':
      return [build];
    case 'compile':
      return [build, cache];
    case 'supply':
      return [build, cache, deps, DEPS_INDEX];
    case 'finalize':
      return [build, cache, deps, DEPS_INDEX, profile];
  }
}

async function detect(
  script: Script,
  context: ScriptContext,
  { buildpack, application, stack }: StageRequest,
): Promise<string> {
  const ran = await askScript(script, context);
  if (ran.exitCode === 0) return printable(ran.stdout.trim());
  throw scriptError(
    'NOT_DETECTED',
    `${script.name} of ${buildpack} doesn't take ${application}: it ended with exit code ${ran.exitCode}.`,
    ran,
    failureHint(ran, stack) ?? (ran.exitCode === NO ? LACKS_FILE : undefined),
  );
}

/** What `bin/detect` ends with when it doesn't know the application; else it failed. */
const NO = 1;

const LACKS_FILE =
  'The application lacks the file by which the buildpack knows its kind, or .cfignore leaves it out.';

function failed(
  { name }: Script,
  ran: Parameters<typeof scriptError>[2],
  stack: Stack,
): BuilderError {
  const message = `${name} failed with exit code ${ran.exitCode}.`;
  return scriptError('STAGING_FAILED', message, ran, failureHint(ran, stack));
}
