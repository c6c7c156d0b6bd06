import test from 'ava';
import { campaign } from './campaign.js';
import { randomOf } from './random.js';
import * as scenarios from './scenarios.js';

/** Runs of each scenario that are told to end, and by which numbers the moments are chosen. */
const SIGNALS = Number(process.env.SIGNALS ?? 5);
const SEED = Number(process.env.SEED ?? 1);

/** Milliseconds. */
const A_SECOND = 1000;

for (const [index, [name, open]] of Object.entries(scenarios).entries()) {
  test.serial(`SIGTERM ends it within a second, and spoils nothing: ${name}`, async (t) => {
    const random = randomOf(SEED + index);
    const { longest, wrong, left } = await campaign(await open(t), SIGNALS, random, 'SIGTERM');
    t.log(`${Math.round(longest)} ms at most`);
    t.deepEqual({ wrong, left }, { wrong: [], left: [] });
    t.true(longest < A_SECOND, `it took ${Math.round(longest)} ms`);
  });
}
