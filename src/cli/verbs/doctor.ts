import { statfs } from 'node:fs/promises';
import os from 'node:os';
import { execa } from 'execa';
import prettyBytes from 'pretty-bytes';
import semver from 'semver';
import * as z from 'zod';
import { type Arch, ARCH_NAMES, machineArch } from '../../architecture.js';
import { isRoot } from '../../program/index.js';
import { EXIT } from '../../error.js';
import { hostPath } from '../../path.js';
import { printableLine } from '../../text/index.js';
import {
  closedDevices,
  openingCommand,
  probeCgroups,
  probeEmulator,
  probeRunners,
  type CgroupStatus,
  type RunnerStatus,
} from '../../sandbox/index.js';
import { loadStacks, stackStatus, type Stack } from '../../stack/index.js';
import { parseArch } from '../../builder/order/index.js';
import { commonOptions, type CommonOptions } from '../options.js';
import { missingPrograms, PROGRAMS, programsToEmulate } from '../../machine/index.js';
import { programLine } from '../progress/lines.js';
import { writeLines } from '../print/output.js';
import { table } from '../print/table.js';
import { told } from '../print/told.js';
import { placesOf, print, type Session } from '../session.js';

const doctorOptions = commonOptions.extend({
  fix: z.boolean().default(false),
  arch: z.string().optional(),
});

/** One thing that was looked at. */
interface Diagnosis {
  what: string;
  state: 'ok' | 'missing' | 'note';
  detail: string;
  /** The command that mends it. */
  remedy?: string;
}

const ROOM_NEEDED = 5e9;
const OLDEST_NODE = '20.20.0';

/** `binary-builder doctor [--fix] [--arch ARCH,…]` */
export async function run(_words: string[], raw: unknown, session: Session): Promise<void> {
  const options = doctorOptions.parse(raw);
  const asked = options.arch
    ?.split(',')
    .map((name) => parseArch(name.trim()))
    .filter(isForeign);
  if (options.fix) {
    await openDevices();
    await fix(options, asked ?? []);
  }
  const found = await diagnose(options, asked ?? ARCH_NAMES.filter(isForeign), session);
  const usable = found.some(({ what, state }) => RUNNER.test(what) && state === 'ok');
  print(options, { usable, found }, told(foundText, found, usable));
  if (!usable) session.exit(EXIT.usage);
}

function foundText(found: readonly Diagnosis[], usable: boolean): string {
  return [
    table(
      ['', 'what', 'state', 'to mend it'],
      found.map(({ what, state, detail, remedy }) => [MARKS[state], what, detail, remedy ?? '']),
    ),
    '',
    usable ? 'This machine can build.' : 'This machine has no sandbox to build in yet.',
  ].join('\n');
}

const RUNNER = /^runner (docker|podman|bubblewrap)$/;
const MARKS = { ok: '✔', missing: '✖', note: '·' } as const;

function isForeign(arch: Arch): boolean {
  return arch !== machineArch();
}

async function diagnose(
  options: CommonOptions,
  archs: readonly Arch[],
  { signal }: Session,
): Promise<Diagnosis[]> {
  const places = placesOf(options);
  const [missing, runners, cgroups, stacks, space, emulation] = await Promise.all([
    missingPrograms(),
    probeRunners({ cache: places.cache, signal }),
    probeCgroups(),
    diagnoseStacks(options),
    diagnoseSpace(places.cache),
    Promise.all(archs.map((arch) => diagnoseEmulation(arch, signal))),
  ]);
  return [
    nodeVersion(),
    { what: 'processors', state: 'ok', detail: `${os.availableParallelism()}, ${process.arch}` },
    space,
    await diagnoseDevices(),
    ...runners.map((status): Diagnosis => {
      if (status.works) {
        return { what: `runner ${status.runner.name}`, state: 'ok', detail: status.version };
      }
      const { name, reason, remedy } = status;
      return {
        what: `runner ${name}`,
        state: name === 'host' ? 'note' : 'missing',
        detail: reason,
        remedy,
      };
    }),
    ...PROGRAMS.map(({ program, package: name, purpose }): Diagnosis =>
      missing.some((other) => other.program === program)
        ? {
            what: program,
            state: 'missing',
            detail: purpose,
            remedy: `apt-get install --yes ${name}`,
          }
        : { what: program, state: 'ok', detail: purpose },
    ),
    diagnoseMemoryLimit(cgroups, runners),
    ...emulation,
    ...stacks,
  ];
}

/** Builds go on without, but one that takes all memory takes the machine with it. Pure. */
export function diagnoseMemoryLimit(
  { noMemory, parents }: CgroupStatus,
  runners: readonly RunnerStatus[],
): Diagnosis {
  const what = 'limit memory';
  const engines = runners.flatMap((status) =>
    status.works && 'engine' in status.runner ? [status.runner.name] : [],
  );
  if (noMemory === undefined) {
    const { version = 2, folder = '' } =
      parents.find(({ controllers }) => controllers.includes('memory')) ?? {};
    return { what, state: 'ok', detail: `by cgroups (version ${version}) in ${folder}` };
  }
  return {
    what,
    state: 'note',
    detail:
      engines.length > 0
        ? `with ${engines.join(' and ')} alone: ${noMemory}`
        : `it can't be enforced: ${noMemory}`,
    remedy: 'systemd-run --user --scope binary-builder …',
  };
}

/** Nothing that building for the machine itself needs, so at worst a note. */
async function diagnoseEmulation(arch: Arch, signal: AbortSignal): Promise<Diagnosis> {
  const what = `emulation ${arch}`;
  const status = await probeEmulator(arch, 'bubblewrap', { signal });
  if (!status.works) {
    return { what, state: 'note', detail: status.reason, remedy: status.remedy };
  }
  const { reason: detail, better } = status;
  return {
    what,
    state: 'ok',
    detail,
    ...(better !== undefined && { remedy: `faster: ${better}` }),
  };
}

/** The devices that a sandbox takes from the machine: some containers have them closed to all but root. */
async function diagnoseDevices(): Promise<Diagnosis> {
  const what = 'devices';
  const closed = await closedDevices();
  if (closed.length === 0) return { what, state: 'ok', detail: 'open to all users' };
  const detail = `closed to some users: ${closed.join(', ')}`;
  return { what, state: 'missing', detail, remedy: openingCommand(closed).join(' ') };
}

async function openDevices(): Promise<void> {
  const closed = await closedDevices();
  if (closed.length === 0) return;
  const [program, ...args] = openingCommand(closed);
  const command = [program, ...args].join(' ');
  if (!isRoot()) {
    process.stderr.write(`Devices are closed to some users. Open them with:\n  sudo ${command}\n`);
    return;
  }
  process.stderr.write(`Opening devices to all users: ${command}\n`);
  await execa(program, args, { stdin: 'ignore' });
}

function nodeVersion(): Diagnosis {
  const what = 'node';
  const detail = process.version;
  return semver.gte(process.version, OLDEST_NODE)
    ? { what, state: 'ok', detail }
    : {
        what,
        state: 'missing',
        detail: `${detail} is older than ${OLDEST_NODE}`,
        remedy: 'install a newer Node.js',
      };
}

async function diagnoseSpace(cache: string): Promise<Diagnosis> {
  const { bavail, bsize } = await statfs(await existing(cache));
  const free = bavail * bsize;
  const what = 'disk space';
  const detail = `${prettyBytes(free)} free at ${cache}`;
  return free >= ROOM_NEEDED
    ? { what, state: 'ok', detail }
    : {
        what,
        state: 'missing',
        detail: `${detail}; a stack and a build need ${prettyBytes(ROOM_NEEDED)}`,
        remedy: 'binary-builder cache prune',
      };
}

/** The nearest folder above a path that exists already. */
async function existing(path: string): Promise<string> {
  try {
    await statfs(path);
    return path;
  } catch {
    return existing(hostPath(path, '..'));
  }
}

async function diagnoseStacks(options: CommonOptions): Promise<Diagnosis[]> {
  const places = placesOf(options);
  const arch = parseArch(undefined);
  const stacks = await loadStacks(places.stacks);
  return Promise.all(
    stacks.map(async (stack): Promise<Diagnosis> => {
      const what = `stack ${stack.name}`;
      const status = await stackStatus(stack, arch, places.cache);
      const ways = waysOf(stack);
      if (status.ready) {
        return { what, state: 'ok', detail: `ready, ${prettyBytes(status.size)}${ways}` };
      }
      const remedy = `binary-builder stacks prepare ${stack.name}`;
      return { what, state: 'note', detail: `not made ready yet${ways}`, remedy };
    }),
  );
}

/** How a stack can build for each other architecture that it has. */
function waysOf({ architectures, cross = {} }: Stack): string {
  const foreign = architectures.filter(isForeign);
  const crossed = foreign.filter((arch) => arch in cross);
  const emulated = foreign.filter((arch) => !(arch in cross));
  return [
    ...(crossed.length === 0 ? [] : [`; cross to ${crossed.join(', ')}`]),
    ...(emulated.length === 0 ? [] : [`; emulated for ${emulated.join(', ')}`]),
  ].join('');
}

/** Installs what is missing where that can be done, and says what to run where it can't. */
async function fix(options: CommonOptions, archs: readonly Arch[]): Promise<void> {
  const wanted = [...PROGRAMS, ...programsToEmulate(archs)];
  const names = (await missingPrograms(wanted)).map((program) => program.package);
  if (names.length === 0) return;
  const command = ['install', '--yes', '--no-install-recommends', ...new Set(names)];
  const say = (...lines: string[]) => {
    writeLines(
      process.stderr,
      told((all) => all.join('\n'), lines),
    );
  };
  if (process.getuid?.() !== 0) {
    say('These packages are missing. Install them with:', `  sudo apt-get ${command.join(' ')}`);
    return;
  }
  say(`Installing ${[...new Set(names)].join(', ')}`);
  const run = async (args: string[]) => {
    const child = execa('apt-get', args, {
      stdin: 'ignore',
      all: true,
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
    for await (const line of child.iterable({ from: 'all' })) {
      if (options.verbose) {
        writeLines(process.stderr, told(programLine, 'apt-get', printableLine(line)));
      }
    }
    await child;
  };
  await run(['update']);
  await run(command);
}
