import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import nodePath from 'node:path';
import { Deadline } from '../../../deadline.js';
import { type Outcome, tryProgram } from '../../../program/index.js';
import { withoutSecrets } from '../../../network/index.js';
import { hostPath, inHost, type HostPath } from '../../../path.js';
import { explainSystemError, withLock } from '../../../files/index.js';
import { makeTemporaryFolder } from '../../../tree/index.js';
import {
  chooseRepository,
  codenameOf,
  keptSettings,
  parseDeb822,
  parseOneLine,
  renderSource,
  type AptSource,
} from './apt-sources.js';
import { OriginFailure, type Receiving, watchingGrowth } from '../../receive/index.js';

/** How long a package list is good for, in milliseconds. */
const FRESH = 15 * 60_000;

/** How long it may take to bring package lists up to date, in milliseconds. */
const LISTS_IN = 10 * 60_000;

/** How apt is started. */
type Machine = Pick<Receiving, 'environment' | 'signal' | 'limits'>;

/** The folder of an apt configuration. */
type Configuration = Awaited<ReturnType<typeof makeTemporaryFolder>>;

/** An apt configuration of our own, for the source packages of one suite. */
export class PrivateApt {
  private constructor(
    readonly folder: HostPath,
    private readonly configuration: Configuration,
    readonly machine: Machine,
  ) {}

  /**
   * Makes one that uses the mirror, the keys and the proxy of the machine's own apt, which it
   * leaves untouched; its lists stay in the cache folder. Addresses of mirrors and proxies may have
   * passwords in them: what holds those is a folder of this user's alone, until it is closed.
   * @throws OriginFailure when the machine has no apt, or no Debian repository
   */
  static async open(cache: HostPath, suite: string, machine: Machine): Promise<PrivateApt> {
    const settings = keptSettings(await runApt('apt-config', ['dump'], machine));
    const codename = codenameOf(await readIfThere(hostPath('/etc/os-release')));
    const repository = chooseRepository(await machineSources(machine), suite, codename);
    if (repository === undefined) {
      throw new OriginFailure(
        { kind: 'final' },
        "the sources of this machine's apt name no Debian mirror",
      );
    }
    const source = renderSource(repository, suite);
    const identity = createHash('sha256')
      .update(withoutSecrets([source, ...settings].join('\n')))
      .digest('hex');
    const folder = inHost(
      cache,
      'debian',
      `${suite.replaceAll('/', '_')}-${identity.slice(0, 12)}`,
    );
    const patience = Math.max(1, Math.round(machine.limits.window / 1000));
    const configuration = await writeConfiguration(folder, source, [
      // What the machine itself says counts.
      ...['http', 'https'].map((way) => `Acquire::${way}::Timeout "${patience}";`),
      ...settings,
    ]);
    return new PrivateApt(folder, configuration, machine);
  }

  /** Removes all but the lists. */
  async close(): Promise<void> {
    await this.configuration.remove();
  }

  /** Brings the package list up to date, unless it is a few minutes old at most. */
  async update(): Promise<void> {
    const { signal } = this.machine;
    const stamp = inHost(this.folder, 'updated');
    await withLock(
      inHost(this.folder, 'lock'),
      async () => {
        const age = await stat(stamp).then(
          ({ mtimeMs }) => Date.now() - mtimeMs,
          () => Infinity,
        );
        if (age < FRESH) return;
        await this.#updateNow();
        await writeFile(stamp, '');
      },
      { signal },
    );
  }

  /** apt itself holds what it gets to the sizes that the release says, and a release to one of its own. */
  async #updateNow(): Promise<void> {
    const { limits, signal } = this.machine;
    const late = `apt-get update was not done within ${LISTS_IN / 60_000} minutes`;
    const inTime = new Deadline(LISTS_IN, signal, () => new OriginFailure({ kind: 'final' }, late));
    const watched = { paths: [inHost(this.folder, 'lists')], limits, signal: inTime.signal };
    const update = ['update', '-o', 'APT::Update::Error-Mode=any'];
    try {
      await watchingGrowth({ ...watched, paced: false }, (signal) =>
        this.run('apt-get', update, { signal }),
      );
    } catch (error) {
      // What has no end is not gone on with.
      const partial = inHost(this.folder, 'lists', 'partial');
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial);
      throw error;
    } finally {
      inTime.end();
    }
  }

  /** What the suite has of a source package, as `apt-cache showsrc` prints it; '' for nothing. */
  async showSource(name: string): Promise<string> {
    try {
      return await this.run('apt-cache', ['showsrc', '--only-source', '--', name]);
    } catch (error) {
      if (error instanceof AptFailure && error.said.some(isUnknown)) return '';
      throw error;
    }
  }

  /** Downloads upstream's archive of a source package into a folder. */
  async download(name: string, version: string, into: HostPath): Promise<void> {
    const options = ['--download-only', '--tar-only', '--only-source'];
    const { limits, signal } = this.machine;
    await watchingGrowth({ paths: [into], limits, signal, paced: true }, (signal) =>
      this.run('apt-get', ['source', ...options, '--', `${name}=${version}`], {
        cwd: into,
        signal,
      }),
    );
  }

  async run(
    program: string,
    args: readonly string[],
    own: { cwd?: HostPath; signal?: AbortSignal } = {},
  ): Promise<string> {
    const { cwd = this.folder, signal = this.machine.signal } = own;
    const config = inHost(this.configuration.path, 'apt.conf');
    return await runApt(program, args, { ...this.machine, signal }, { cwd, config });
  }
}

/** The machine's own hooks and package state stay out: its configuration's other parts aren't read. */
async function writeConfiguration(
  folder: HostPath,
  source: string,
  settings: readonly string[],
): Promise<Configuration> {
  const made = await makeTemporaryFolder('apt');
  const { path: configuration } = made;
  const lines = [
    ...settings,
    'Dir::Etc::Main "/dev/null";',
    'Dir::Etc::Parts "/dev/null";',
    'Dir::Etc::Preferences "/dev/null";',
    'Dir::Etc::PreferencesParts "/dev/null";',
    'Dir::Etc::SourceList "/dev/null";',
    `Dir::Etc::SourceParts "${configuration}/sources.d";`,
    `Dir::State "${folder}/state";`,
    `Dir::State::Lists "${folder}/lists";`,
    `Dir::State::Status "${folder}/state/status";`,
    `Dir::Cache "${folder}/cache";`,
    'APT::Sandbox::User "root";',
    'Acquire::Languages "none";',
    'Acquire::Retries "1";',
  ];
  try {
    for (const part of ['state', 'lists/partial', 'cache/archives/partial']) {
      await mkdir(inHost(folder, part), { recursive: true });
    }
    await writeFile(inHost(folder, 'state', 'status'), '');
    await mkdir(inHost(configuration, 'sources.d'));
    await writeFile(inHost(configuration, 'sources.d', 'source.sources'), source);
    await writeFile(inHost(configuration, 'apt.conf'), `${lines.join('\n')}\n`);
    return made;
  } catch (error) {
    await made.remove();
    throw explainSystemError(error, folder);
  }
}

async function machineSources(machine: Machine): Promise<AptSource[]> {
  const answer = await runApt(
    'apt-config',
    ['shell', 'LIST', 'Dir::Etc::sourcelist/f', 'PARTS', 'Dir::Etc::sourceparts/d'],
    machine,
  );
  const list = /^LIST='([^']*)'$/m.exec(answer)?.[1] ?? '/etc/apt/sources.list';
  const parts = /^PARTS='([^']*)'$/m.exec(answer)?.[1] ?? '/etc/apt/sources.list.d';
  const names = await readdir(parts).catch(() => []);
  const files = [list, ...names.sort().map((name) => nodePath.join(parts, name))];
  const sources = await Promise.all(
    files.map(async (file) => {
      if (file.endsWith('.sources')) return parseDeb822(await readIfThere(hostPath(file)));
      return file.endsWith('.list') ? parseOneLine(await readIfThere(hostPath(file))) : [];
    }),
  );
  return sources.flat();
}

async function readIfThere(path: HostPath): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}

async function runApt(
  program: string,
  args: readonly string[],
  { environment, signal }: Pick<Machine, 'environment' | 'signal'>,
  own?: { cwd: HostPath; config: HostPath },
): Promise<string> {
  const outcome = await tryProgram([program, ...args], {
    environment: { ...environment, ...(own && { APT_CONFIG: own.config }) },
    alone: true,
    group: true,
    directory: own?.cwd,
    signal,
  });
  if (outcome.failure === undefined) return outcome.stdout;
  signal.throwIfAborted();
  throw new AptFailure(program, outcome);
}

/** A run of apt that failed, and what apt said of that. */
class AptFailure extends OriginFailure {
  readonly said: readonly string[];

  constructor(program: string, outcome: Outcome) {
    const said = complaintsIn(outcome.stderr);
    super({ kind: 'final' }, aptReason(program, outcome, said));
    this.said = said;
  }
}

/** Whether apt complains that it has nothing of that name. */
function isUnknown(complaint: string): boolean {
  return complaint.includes('Unable to locate');
}

function complaintsIn(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => /^[EW]:/.test(line))
    .map((line) => line.slice(2).trim());
}

function aptReason(program: string, outcome: Outcome, said: readonly string[]): string {
  if (outcome.missing) return `${program} is not on this machine`;
  if (said.length === 0) return outcome.failure ?? `${program} failed`;
  return `apt says: ${[...new Set(said)].join(' ')}`;
}
