import { randomUUID } from 'node:crypto';
import { once as nextEvent } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { z } from 'zod';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { cacheForStaging } from '../buildpack/stage/workshop.js';
import { once } from '../e2e/builds/once.js';
import { testCache } from '../prepared-root.js';
import { cacheWithStack, runCli, temporaryFolder, type Finished } from '../e2e/cli.js';
import { sourceOf, writeRecipe } from '../e2e/command-line/fixture.js';
import { placePrograms } from './programs.js';
import { readReport, type Report } from './report.js';
import { giveTo, type User } from './users.js';

/** Part of the name and value of all that is the machine's; programs look for it. See attack.h. */
export const CANARY = 'attack-canary';

/** Who attacks, and where. */
export interface Attacker {
  runner: 'bubblewrap' | 'podman';
  user: User;
}

/** Opens descriptors as a caller may have them, with gaps, and runs what follows. */
const WITH_DESCRIPTORS = [
  'bash',
  '-c',
  'file=$1; shift; for n in {3..20} 40 251; do eval "exec $n<\\"\\$file\\""; done; exec "$@"',
  'descriptors',
];

/** A script that runs all programs of a folder. */
const attackFrom = (folder: string, machine: Machine) =>
  `${machine.variables} sh "${folder}/run.sh"`;

/** What of the machine there is to be reached. */
interface Machine {
  folder: HostPath;
  /** Shell assignments that tell the programs where to look. */
  variables: string;
}

async function machine(t: ExecutionContext): Promise<Machine> {
  const folder = inHost(await temporaryFolder(t), CANARY);
  await mkdir(folder);
  await chmod(hostPath(folder, '..'), 0o755);
  const name = `attack-${randomUUID()}`;
  const [port] = await Promise.all([listening(t, 0), listening(t, `\0${name}`)]);
  // Without the mark, or they would be what programs find of it.
  const unmarked = folder.replace(CANARY, '@');
  const variables = `ATTACK_PORT=${port} ATTACK_ABSTRACT=${name} ATTACK_FOLDER=${unmarked}`;
  return { folder, variables };
}

/** Has a server that says nothing. */
async function listening(t: ExecutionContext, where: number | string): Promise<number> {
  const server = net.createServer((socket) => socket.destroy());
  if (typeof where === 'number') server.listen(where, '127.0.0.1');
  else server.listen(where);
  await nextEvent(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Runs the command line as somebody whose environment, folder and descriptors all have the mark. */
async function runMarked(
  t: ExecutionContext,
  args: readonly string[],
  { user, folder, cache, cwd }: { user: User; folder: HostPath; cache: HostPath; cwd: HostPath },
): Promise<Finished> {
  const secret = inHost(folder, `${CANARY}-file`);
  await writeFile(secret, 'nobody reads this\n');
  await programIsCompiled();
  const env = await giveTo(t, user, { folder, cache });
  return await runCli(args, {
    cwd,
    cache,
    env: { ...env, ATTACK_SECRET: `${CANARY}-value` },
    through: [...WITH_DESCRIPTORS, secret, ...user.through],
  });
}

/** A user who may not write to the checkout can't compile it. */
const programIsCompiled = once(async () => {
  await runCli(['help'], { cwd: os.tmpdir(), cache: testCache });
});

/** What all programs say in a recipe's step, and in a test of the same recipe. */
export async function attackFromRecipe(
  t: ExecutionContext,
  { runner, user }: Attacker,
): Promise<{ step: Report; test: Report }> {
  const here = await machine(t);
  const { folder } = here;
  const [cache, cwd] = [await cacheWithStack(folder), inHost(folder, 'here')];
  const upstream = inHost(folder, 'upstream');
  await placePrograms(inHost(upstream, 'attack-1.0'));
  const archive = inHost(folder, 'attack-1.0.tar.gz');
  await execa('tar', ['-czf', archive, '-C', upstream, 'attack-1.0']);
  await mkdir(inHost(cwd, 'recipes'), { recursive: true });
  await writeRecipe(
    { cwd, source: await sourceOf(archive) },
    {
      build: {
        make: { run: attackFrom('.', here) },
        install: { run: 'mkdir -p "$TREE/libexec"; cp -r . "$TREE/libexec/attack"' },
      },
      tests: [
        { name: 'attacks', run: attackFrom('$PREFIX/libexec/attack', here), expect: ['attacks: '] },
      ],
    },
    'attack',
  );
  const order = ['build', 'attack@1.0', '--stack=debian12', `--runner=${runner}`, '--json'];
  const run = await runMarked(t, order, { user, folder, cache, cwd });
  t.is(run.exitCode, 0, run.stderr.slice(-2000));
  const linesOf = (phase: string) =>
    run
      .events()
      .flatMap((event) =>
        event.type === 'log' && event.phase === phase && event.line !== undefined
          ? [event.line]
          : [],
      );
  return { step: readReport(linesOf('make')), test: readReport(linesOf('test: attacks')) };
}

const scriptLine = z.object({
  type: z.literal('script.line'),
  script: z.literal('bin/compile'),
  line: z.string(),
});

/** What all programs say in `bin/compile` of a buildpack. */
export async function attackFromBuildpack(
  t: ExecutionContext,
  { runner, user }: Attacker,
): Promise<Report> {
  const here = await machine(t);
  const { folder } = here;
  const [cache, cwd] = [await cacheForStaging(folder), inHost(folder, 'here')];
  const buildpack = inHost(cwd, 'buildpack');
  await placePrograms(inHost(buildpack, 'attack'));
  await mkdir(inHost(buildpack, 'bin'));
  const scripts = {
    detect: 'echo attack',
    compile: attackFrom('$(dirname "$0")/../attack', here),
    release: "echo 'default_process_types: {web: sleep 1}'",
  };
  for (const [name, text] of Object.entries(scripts)) {
    await writeFile(inHost(buildpack, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
  await mkdir(inHost(cwd, 'app'));
  await writeFile(inHost(cwd, 'app/file'), 'x\n');
  const order = ['buildpack', 'stage', 'buildpack', 'app', '--stack=debian12'];
  const run = await runMarked(t, [...order, `--runner=${runner}`, '--json'], {
    user,
    folder,
    cache,
    cwd,
  });
  t.is(run.exitCode, 0, run.stderr.slice(-2000));
  return readReport(run.json().flatMap((event) => scriptLine.safeParse(event).data?.line ?? []));
}
