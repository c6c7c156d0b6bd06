import { lstat, readlink } from 'node:fs/promises';
import { execa } from 'execa';
import { hashFile } from 'hasha';
import { inHost, type HostPath } from '../../src/path.js';
import { filesBelow } from '../e2e/command-line/fixture.js';
import type { Scenario } from './scenario.js';

/** What there is below a folder: files by their paths with what they hold, links with where they lead, empty folders. */
export type State = ReadonlyMap<string, string>;

/** Keeps what a scenario begins with. */
export async function keepAside({ folder, aside }: Scenario): Promise<void> {
  await execa('cp', ['-a', `${folder}/.`, aside]);
}

/** Has a scenario begin anew. */
export async function putBack({ folder, aside }: Scenario): Promise<void> {
  const script = 'find "$1" -mindepth 1 -maxdepth 1 -exec rm -rf {} +; cp -a "$2/." "$1/"';
  await execa('sh', ['-euc', script, 'sh', folder, aside]);
}

/** What there is, below the scenario's folder or a copy of it. */
export async function stateOf(
  { folder, varies = () => false }: Scenario,
  where: HostPath = folder,
): Promise<State> {
  const state = new Map<string, string>();
  for (const name of await filesBelow(where)) {
    const file = inHost(where, name);
    if ((await lstat(file)).isSymbolicLink()) state.set(name, await readlink(file));
    else if (varies(name)) state.set(name, 'varies');
    else state.set(name, await hashFile(file, { algorithm: 'sha256' }));
  }
  const { stdout } = await execa('find', [where, '-type', 'd', '-empty', '-printf', '%P\n']);
  for (const name of stdout.split('\n')) state.set(name, 'empty');
  return state;
}

/** In what a state is otherwise than expected, a line each. */
export function differences(
  state: State,
  expected: State,
  { mayStay = () => false }: Pick<Scenario, 'mayStay'> = {},
): string[] {
  const found: string[] = [];
  for (const [name, value] of state) {
    if (mayStay(name)) continue;
    const known = expected.get(name);
    if (known === undefined) found.push(`${name} is left`);
    else if (known !== value) found.push(`${name} is another`);
  }
  for (const name of expected.keys()) {
    if (!state.has(name) && !mayStay(name)) found.push(`${name} is missing`);
  }
  return found;
}
