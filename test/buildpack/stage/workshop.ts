import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { archOfMachine } from '../../../src/architecture.js';
import {
  runDroplet,
  stageApplication,
  type Answer,
  type RunRequest,
  type StagedApplication,
  type StageRequest,
} from '../../../src/buildpack/stage/index.js';
import type { Event } from '../../../src/event.js';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { findStack, loadStacks } from '../../../src/stack/index.js';
import { cacheFolders } from '../../../src/store/index.js';
import { cacheWithStack, temporaryFolder } from '../../e2e/cli.js';
import { preparedRoot } from '../../prepared-root.js';

const project = hostPath(import.meta.dirname, '../../..');

export const stack = findStack(await loadStacks([inHost(project, 'stacks')]), 'debian12');

const arch = archOfMachine(process.arch, endianness()) ?? 'x64';

/** Files by their paths. */
export type Files = Readonly<Record<string, string>>;

/** A buildpack of two scripts that always have to be there, and some more. */
export function buildpackWith(scripts: Files): Files {
  return {
    'bin/detect': 'echo tiny 1.0',
    'bin/release': "echo 'default_process_types: {web: perl server.pl}'",
    ...scripts,
  };
}

/** A server in what every root of Debian has; `$answer` is what it says, whatever it is asked. */
export function server(answer = 'HTTP/1.0 200 OK\\r\\n\\r\\nhello'): string {
  return `use Socket;
$| = 1;
socket(my $server, PF_INET, SOCK_STREAM, 0) or die;
bind($server, sockaddr_in($ENV{PORT}, INADDR_LOOPBACK)) or die "can't bind: $!";
listen($server, 5) or die;
print "listening on $ENV{PORT}\\n";
while (accept(my $client, $server)) {
  my $request = <$client>;
  $request =~ s/\\s+$//;
  while (defined(my $line = <$client>)) { last if $line =~ /^\\r?$/ }
  syswrite($client, "${answer}");
  close $client;
}
`;
}

/** A folder of the machine with a buildpack, an application, and all that staging takes. */
export interface Workshop {
  folder: HostPath;
  buildpack: HostPath;
  application: HostPath;
  droplet: HostPath;
  /** Below BINARY_BUILDER_CACHE. */
  cache: HostPath;
  events: Event[];
  stage(other?: Partial<StageRequest>): Promise<StagedApplication>;
  run(other?: Partial<RunRequest>): Promise<Answer>;
  /** What the scripts wrote so far. */
  lines(): string[];
}

/** A cache in which the root that applications are staged and started in is ready. */
export async function cacheForStaging(folder: HostPath): Promise<HostPath> {
  const { toolchain = false, packages = [] } = stack.applications ?? {};
  await preparedRoot({ toolchain, packages });
  return await cacheWithStack(folder);
}

export async function workshop(
  t: ExecutionContext,
  files: { buildpack: Files; application?: Files },
): Promise<Workshop> {
  const folder = await temporaryFolder(t);
  const cache = await cacheForStaging(folder);
  const buildpack = inHost(folder, 'tiny_buildpack');
  const application = inHost(folder, 'app');
  await writeScripts(buildpack, files.buildpack);
  await writeFiles(application, files.application ?? { 'server.pl': server() });
  const events: Event[] = [];
  const context = {
    folders: cacheFolders(cache),
    emit: (event: Event) => {
      events.push(event);
    },
  };
  const setting = { stack, arch, runner: { name: 'bubblewrap' }, environment: {} } as const;
  const droplet = inHost(folder, 'app.tgz');
  return {
    folder,
    buildpack,
    application,
    droplet,
    cache,
    events,
    stage: (other = {}) =>
      stageApplication(
        { ...setting, buildpack, application, droplet, cache: undefined, ...other },
        context,
      ),
    run: (other = {}) =>
      runDroplet({ ...setting, droplet, path: '/', timeoutSeconds: 30, ...other }, context),
    lines: () => events.flatMap((event) => (event.type === 'script.line' ? event.line : [])),
  };
}

/** Writes files; what is in `bin/` gets a first line for sh and can be executed. */
export async function writeScripts(folder: HostPath, files: Files): Promise<void> {
  await writeFiles(
    folder,
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        name,
        name.startsWith('bin/') ? `#!/bin/sh\nset -e\n${text}\n` : text,
      ]),
    ),
  );
  for (const name of Object.keys(files)) {
    if (name.startsWith('bin/')) await chmod(inHost(folder, name), 0o755);
  }
}

export async function writeFiles(folder: HostPath, files: Files): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(inHost(folder, name)), { recursive: true });
    await writeFile(inHost(folder, name), text);
  }
}

/** What tar says of a droplet: one line per member, without owners and dates. */
export async function membersOf(droplet: HostPath): Promise<string[]> {
  const { stdout } = await execa('tar', ['-tvzf', droplet]);
  return stdout.split('\n').map((line) => {
    const [mode = '', , , , , ...rest] = line.split(/ +/);
    return `${mode} ${rest.join(' ')}`;
  });
}

/** The text of one file in a droplet. */
export async function textIn(droplet: HostPath, member: string): Promise<string> {
  return (await execa('tar', ['-xzOf', droplet, member])).stdout;
}
