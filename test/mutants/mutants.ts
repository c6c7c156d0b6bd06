// `npm run mutants -- [ROOM] [--tests ROOM] [--samples N] [--seed N]`: whether a room's tests notice that an operator of it is
// another one. CONTRIBUTING.md says what that proves.
import { readFile } from 'node:fs/promises';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { type Asked, askedBy, USAGE } from './asked.js';
import { type Candidate, candidatesIn } from './candidates.js';
import { copyOf } from './copy.js';
import { mutated } from './mutant.js';
import { placeOf, totalText, unnoticedText } from './report.js';
import { sample } from './sample.js';
import { runTests, writeSource } from './trial.js';

const CHECKOUT = hostPath(import.meta.dirname, '../..');

/** Milliseconds in which tests end that nothing was changed for. */
const PATIENCE = 20 * 60 * 1000;

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    interrupt.abort(new Error(`interrupted by ${name}`));
  });
}
const asked = askedBy(process.argv.slice(2));
if (asked === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await tryMutants(asked, interrupt.signal).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return interrupt.signal.aborted ? 130 : 2;
  });
}

/** @returns 0 when all changes were noticed, 1 when not, 2 when there was nothing to try */
async function tryMutants(
  { room, tests, samples, seed }: Asked,
  signal: AbortSignal,
): Promise<number> {
  const chosen = sample(await candidatesIn(CHECKOUT, { room, tests }), samples, seed);
  if (chosen.length === 0) throw new Error('There is no such room with such tests.');
  const folders = [...new Set(chosen.map(({ tests }) => tests))];
  const { folder, remove } = await copyOf(CHECKOUT, (test) =>
    folders.some((wanted) => test.startsWith(`${wanted}/`)),
  );
  try {
    const patience = await patienceFor(folders, folder, signal);
    const unnoticed: string[] = [];
    for (const candidate of chosen) {
      const file = inHost(folder, candidate.file);
      const source = await readFile(file, 'utf8');
      await writeSource(file, mutated(source, candidate));
      const { outcome } = await runTests(candidate.tests, { folder, signal, patience });
      await writeSource(file, source);
      console.log(`${outcome === 'passed' ? '✖' : '✔'} ${changeText(candidate, source)}`);
      if (outcome === 'passed') unnoticed.push(unnoticedText(candidate, source));
    }
    for (const text of unnoticed) console.log(`\n${text}`);
    console.log(`\n${totalText(chosen.length - unnoticed.length, chosen.length, seed)}`);
    return unnoticed.length === 0 ? 0 : 1;
  } finally {
    await remove();
  }
}

/** How long tests may take: several times as long as they do unchanged, which they have to pass. */
async function patienceFor(
  folders: readonly string[],
  folder: HostPath,
  signal: AbortSignal,
): Promise<number> {
  let longest = 0;
  for (const tests of folders) {
    const started = performance.now();
    const { outcome, output } = await runTests(tests, { folder, signal, patience: PATIENCE });
    longest = Math.max(longest, performance.now() - started);
    if (outcome !== 'passed') {
      throw new Error(`${output}\n${tests}: these tests fail before anything is changed.`);
    }
  }
  return Math.ceil(30_000 + longest * 5);
}

/** A change in a line: `src/version/order.ts:12  a < b → a <= b`. */
function changeText(candidate: Candidate, source: string): string {
  const { start, end, replacement } = candidate;
  const short = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 60);
  const before = short(source.slice(start, end));
  return `${placeOf(candidate, source)}  ${before} → ${short(replacement)}`;
}
