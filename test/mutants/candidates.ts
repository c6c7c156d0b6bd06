import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { inHost, type HostPath } from '../../src/path.js';
import { type Mutant, mutantsOf } from './mutant.js';

/** A change that can be made, and the tests that should notice it. */
export interface Candidate extends Mutant {
  /** The source, as in `src/version/order.ts`. */
  readonly file: string;
  /** The folder of the tests of its room, as in `test/version`. */
  readonly tests: string;
}

/**
 * All changes that can be made in a room, or in all rooms; in those alone that have tests.
 * @param tests the room by whose tests a room is tested; itself unless said
 */
export async function candidatesIn(
  checkout: HostPath,
  { room, tests }: { room: string | undefined; tests: string | undefined },
): Promise<Candidate[]> {
  const rooms = room === undefined ? await foldersIn(inHost(checkout, 'src')) : [room];
  const found = await Promise.all(
    rooms.map((name) => candidatesOfRoom(checkout, name, tests ?? name)),
  );
  return found.flat();
}

async function candidatesOfRoom(
  checkout: HostPath,
  room: string,
  testedBy: string,
): Promise<Candidate[]> {
  const tests = path.posix.join('test', testedBy);
  if (!(await namesBelow(inHost(checkout, tests))).some((name) => name.endsWith('.test.ts'))) {
    return [];
  }
  const sources = (await namesBelow(inHost(checkout, 'src', room))).filter((name) =>
    /(?<!\.d)\.ts$/.test(name),
  );
  const found = await Promise.all(
    sources.sort().map(async (name) => {
      const file = path.posix.join('src', room, name);
      const source = await readFile(inHost(checkout, file), 'utf8');
      return mutantsOf(source).map((mutant) => ({ ...mutant, file, tests }));
    }),
  );
  return found.flat();
}

async function foldersIn(folder: HostPath): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).sort();
}

/** The files below a folder, by their paths from there; none where there is none. */
async function namesBelow(folder: HostPath): Promise<string[]> {
  return await readdir(folder, { recursive: true }).catch(() => []);
}
