import { mkdir } from 'node:fs/promises';
import * as z from 'zod';
import type { BuildContext } from '../../builder/place/index.js';
import { BuilderError } from '../../error.js';
import { guestPath, inHost, type HostPath } from '../../path.js';
import { giveToSteps, limitError } from '../../sandbox/index.js';
import { copyBytes, isFile, readDocument, readForeign } from '../../files/index.js';
import { parseAnswer } from './answer.js';
import { openContainer, type Container } from './container.js';
import { START, UNPACK } from './launch.js';
import { requirePage } from './page.js';
import { PLATFORM, PORT } from './platform.js';
import type { Answer, RunRequest } from './request.js';
import { withScratch } from './scratch.js';
import { lineOutput } from './script.js';
import { runEnvironment } from './variables.js';

/** Where the droplet and the answer are inside, out of the application's way. */
const ASIDE = guestPath('/binary-builder');

/** What people call the process. */
const WEB = 'web';

/** Seconds that a sandbox gets beyond its time before it is ended from here. */
const GRACE = 15;

/** Bytes of an answer that are looked at. */
const LONGEST_ANSWER = 64 * 1024;

const stagingInfoSchema = z.looseObject({ start_command: z.string().nullish() });

/**
 * Starts a droplet's web process in a fresh sandbox of the stack without network, as Cloud Foundry
 * does, asks it for a page over loopback and ends it. What it writes is told as it comes.
 * @throws BuilderError USAGE for a path that is none or a droplet that isn't there; NOT_SERVING when
 * it has no web process, ends, doesn't answer in time, or answers something else than HTTP below
 * status 500; ARTIFACT_DAMAGED when it can't be unpacked; NO_SANDBOX, INTERRUPTED
 */
export async function runDroplet(request: RunRequest, context: BuildContext): Promise<Answer> {
  requirePage(request.path);
  if (!(await isFile(request.droplet))) {
    throw new BuilderError('USAGE', `There is no droplet ${request.droplet}.`, {
      hint: '`binary-builder buildpack stage` writes one.',
    });
  }
  return await withScratch(request.droplet, request, context, async (scratch) => {
    const container = await openContainer(request, scratch, context);
    const copy = await copyFor(request, scratch.folder, context);
    const command = await unpack(request, copy, container, context);
    return await ask({ command, request, container }, scratch.folder, context);
  });
}

/** A copy that whoever runs the application can read, whatever the droplet's own permissions are. */
async function copyFor(
  { droplet, runner }: RunRequest,
  scratch: HostPath,
  { signal }: BuildContext,
): Promise<HostPath> {
  const copy = inHost(scratch, 'droplet.tgz');
  await copyBytes(droplet, copy, { signal });
  await giveToSteps(runner.name, copy);
  return copy;
}

/** @returns the command that starts it, from a copy of the droplet */
async function unpack(
  { droplet, stack }: RunRequest,
  copy: HostPath,
  { sandbox, command }: Container,
  { signal }: BuildContext,
): Promise<string> {
  const inside = guestPath(ASIDE, 'droplet.tgz');
  const { exitCode, stdout, stderr, exceeded } = await sandbox.capture(
    {
      argv: ['bash', '-c', UNPACK, 'unpack', inside],
      environment: runEnvironment(stack.name, {}),
      directory: PLATFORM.home,
      ...command,
      mounts: [...command.mounts, { host: copy, guest: inside, access: 'read-only' }],
    },
    { signal },
  );
  if (exceeded !== undefined) {
    const details = {
      where: 'command line',
      excerpt: stderr.trim().split('\n').slice(-5),
    } as const;
    throw limitError('NOT_SERVING', `Unpacking ${droplet}`, exceeded, details);
  }
  if (exitCode !== 0) {
    throw new BuilderError('ARTIFACT_DAMAGED', `${droplet} is no droplet that can be unpacked.`, {
      excerpt: stderr.trim().split('\n').slice(-5),
      hint: 'Stage the application again.',
    });
  }
  const info = readDocument(
    { path: `staging_info.yml in ${droplet}`, text: stdout },
    stagingInfoSchema,
    'STAGING_FAILED',
  );
  if (info.start_command) return info.start_command;
  throw new BuilderError('NOT_SERVING', `${droplet} has no web process.`, {
    hint: 'Say how it is started: with a line `web: COMMAND` in a file named Procfile in the application, or in what bin/release answers.',
  });
}

/** A web process that can be started. */
interface WebProcess {
  readonly command: string;
  readonly request: RunRequest;
  /** The droplet is unpacked in it. */
  readonly container: Container;
}

async function ask(
  { command, request, container }: WebProcess,
  scratch: HostPath,
  { emit, signal }: BuildContext,
): Promise<Answer> {
  const { stack, environment, path, timeoutSeconds } = request;
  const answer = inHost(scratch, 'answer');
  await mkdir(answer);
  await giveToSteps(request.runner.name, answer);
  const guest = guestPath(ASIDE, 'answer');
  const output = lineOutput(WEB, { container, emit });
  const tooLate = AbortSignal.timeout((timeoutSeconds + GRACE) * 1000);
  const started = performance.now();
  emit({ type: 'script.started', staging: container.staging, script: WEB });
  const outcome = await container.sandbox
    .run(
      {
        argv: ['bash', '-c', START, 'start', guest, command, path, String(timeoutSeconds)],
        environment: runEnvironment(stack.name, environment),
        directory: PLATFORM.home,
        ...container.command,
        mounts: [...container.command.mounts, { host: answer, guest, access: 'read-write' }],
      },
      {
        onOutput: (chunk) => {
          output.write(chunk);
        },
        signal: AbortSignal.any([tooLate, ...(signal ? [signal] : [])]),
      },
    )
    .catch((error: unknown) => {
      // It may end or hold up whoever asks it; what it has answered then counts no more.
      if (!tooLate.aborted || signal?.aborted === true) throw error;
      return undefined;
    });
  const milliseconds = Math.round(performance.now() - started);
  const tail = output.end();
  const exitCode = await exitCodeIn(answer);
  if (exitCode !== undefined) {
    const { staging } = container;
    emit({ type: 'script.finished', staging, script: WEB, exitCode, milliseconds });
  }
  if (outcome?.exceeded !== undefined) {
    const details = { where: 'command line', excerpt: tail } as const;
    throw limitError('NOT_SERVING', `The web process '${command}'`, outcome.exceeded, details);
  }
  return verdict({
    command,
    request,
    response: await readForeign(inHost(answer, 'response'), LONGEST_ANSWER),
    exitCode,
    tail,
    milliseconds,
  });
}

async function exitCodeIn(answer: HostPath): Promise<number | undefined> {
  const text = (await readForeign(inHost(answer, 'exit-code'), 16))?.toString('latin1') ?? '';
  return /^\d{1,3}\n$/.test(text) ? Number(text) : undefined;
}

/** What running it came to. */
interface Outcome {
  readonly command: string;
  readonly request: RunRequest;
  /** The beginning of what it answered, if it did. */
  readonly response: Uint8Array | undefined;
  /** Of an application that ended by itself. */
  readonly exitCode: number | undefined;
  readonly tail: readonly string[];
  readonly milliseconds: number;
}

/**
 * Whether it serves. Pure.
 * @throws BuilderError NOT_SERVING
 */
function verdict(outcome: Outcome): Answer {
  const { command, request, response, exitCode, milliseconds } = outcome;
  const { path, timeoutSeconds } = request;
  if (exitCode !== undefined) {
    throw notServing(
      outcome,
      `ended with exit code ${exitCode} before it answered`,
      'The platform expects a process that goes on, in the foreground.',
    );
  }
  if (response === undefined || response.length === 0) {
    throw notServing(
      outcome,
      `didn't answer on port ${PORT} within ${timeoutSeconds} s`,
      'It has to listen on the port that $PORT says, on 127.0.0.1 too. --timeout SECONDS gives it more time.',
    );
  }
  const answer = parseAnswer(response);
  if (answer === undefined) {
    throw notServing(outcome, 'answered, but not in HTTP', 'The web process has to speak HTTP.');
  }
  if (answer.status >= 500) {
    throw notServing(
      outcome,
      `answered GET ${path} with status ${answer.status}`,
      'Its own output above may say why; --path asks for another page.',
      answer.body.split('\n').slice(0, 10),
    );
  }
  return { command, ...answer, milliseconds };
}

function notServing(
  { command, tail }: Outcome,
  what: string,
  hint: string,
  more: readonly string[] = [],
): BuilderError {
  return new BuilderError('NOT_SERVING', `The web process '${command}' ${what}.`, {
    excerpt: [...tail, ...more],
    hint,
  });
}
