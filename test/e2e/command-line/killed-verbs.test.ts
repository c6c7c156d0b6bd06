import test from 'ava';
import { campaign } from '../../kill/campaign.js';
import { randomOf } from '../../kill/random.js';
import { overlay, packaging, update } from '../../kill/scenarios.js';

// A few of what `npm run test:kill` does at length.
for (const open of [overlay, packaging, update]) {
  test.serial(
    `after a killed run the next one is right and leaves nothing: ${open.name}`,
    async (t) => {
      const { wrong, left } = await campaign(await open(t), 3, randomOf(1));
      t.deepEqual({ wrong, left }, { wrong: [], left: [] });
    },
  );
}
