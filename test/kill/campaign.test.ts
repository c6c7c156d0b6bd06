import test from 'ava';
import pLimit from 'p-limit';
import { campaign, type Figures } from './campaign.js';
import { randomOf } from './random.js';
import * as scenarios from './scenarios.js';

/** How many runs are killed in all, and by which numbers the moments are chosen. */
const KILLS = Number(process.env.KILLS ?? 300);
const SEED = Number(process.env.SEED ?? 1);

/** Runs at once. */
const slots = pLimit(2);

const all = Object.entries(scenarios);
const sums: Figures = { kills: 0, late: 0, longest: 0, wrong: [], left: [] };

for (const [index, [name, open]] of all.entries()) {
  const share = Math.floor(KILLS / all.length) + (index < KILLS % all.length ? 1 : 0);
  test(`whoever is killed spoils nothing: ${name}`, (t) =>
    slots(async () => {
      const scenario = await open(t);
      const figures = await campaign(scenario, share, randomOf(SEED + index));
      t.log(told(figures));
      sums.kills += figures.kills;
      sums.late += figures.late;
      sums.wrong.push(...figures.wrong);
      sums.left.push(...figures.left);
      t.deepEqual({ wrong: figures.wrong, left: figures.left }, { wrong: [], left: [] });
      t.is(figures.kills, share, 'the run is long enough to be killed');
    }));
}

test.after.always((t) => {
  t.log(`seed ${SEED}, in all: ${told(sums)}`);
});

function told({ kills, late, wrong, left }: Figures): string {
  return `${kills} killed, ${late} had ended before; ${wrong.length} wrong next runs, ${left.length} leftovers`;
}
