import { readFile, stat } from 'node:fs/promises';
import type { Arch } from '../architecture.js';
import { inHost, type HostPath, hostPath } from '../path.js';
import type { Stack } from './definition/load.js';

/** Where a machine is looked at; its own `/` but for tests. */
interface Looking {
  root?: HostPath;
}

/**
 * Whether this machine is a stack itself, by what its /etc/os-release says: in a container of the stack's
 * image it does. What else is installed is not looked at.
 */
export async function isMachine(
  { 'os-release': expected = {} }: Pick<Stack, 'os-release'>,
  { root = hostPath('/') }: Looking = {},
): Promise<boolean> {
  const wanted = Object.entries(expected);
  if (wanted.length === 0) return false;
  const facts = parseOsRelease(await textOf(inHost(root, 'etc/os-release')));
  return wanted.every(([name, value]) => facts.get(name) === value);
}

/** The stack that this machine is itself; of several that one which would be preferred. */
export async function stackOfMachine(
  stacks: readonly Stack[],
  arch: Arch,
  looking: Looking = {},
): Promise<Stack | undefined> {
  const rankOf = ({ preference = -1 }: Stack) => preference;
  const able = stacks.filter(({ architectures }) => architectures.includes(arch));
  for (const stack of able.toSorted((a, b) => rankOf(b) - rankOf(a))) {
    if (await isMachine(stack, looking)) return stack;
  }
  return undefined;
}

/** Programs that are the first process of a machine, and of no container that somebody builds in. */
const INITS = new Set(['init', 'systemd']);

/**
 * Whether we run in a container, or another root than the machine's, that was made for what runs in it:
 * engines leave a file there, and the first process is another one than a machine's.
 */
export async function isContainer({ root = hostPath('/') }: Looking = {}): Promise<boolean> {
  for (const mark of ['.dockerenv', 'run/.containerenv']) {
    if (await isThere(inHost(root, mark))) return true;
  }
  const first = (await textOf(inHost(root, 'proc/1/comm'))).trim();
  if (!INITS.has(first)) return true;
  return await isOtherRoot(root);
}

/** Whether the first process has another root than we: after chroot. Who isn't root can't see that. */
async function isOtherRoot(root: HostPath): Promise<boolean> {
  try {
    const [ours, firsts] = await Promise.all([stat(root), stat(inHost(root, 'proc/1/root/'))]);
    return ours.ino !== firsts.ino || ours.dev !== firsts.dev;
  } catch {
    return false;
  }
}

async function isThere(path: HostPath): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

/** What can't be read says nothing. */
async function textOf(path: HostPath): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}

/** Reads os-release(5): assignments, whose values may be quoted as in a shell. */
function parseOsRelease(text: string): Map<string, string> {
  const lines = text.matchAll(/^([A-Z0-9_]+)=(?:"(.*)"|'(.*)'|(.*?))\s*$/gm);
  return new Map(
    Array.from(lines, ([, name = '', double, single, bare]) => [
      name,
      double ?? single ?? bare ?? '',
    ]),
  );
}
