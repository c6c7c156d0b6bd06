import test from 'ava';
import { COMMON_FLAGS, VERBS } from '../../../src/cli/catalogue/verbs.js';
import { describeVerbs } from '../../../src/cli/describe-verbs.js';

test('what is known of verbs before they are loaded is what they say themselves; else: npm run schemas', async (t) => {
  t.deepEqual(await describeVerbs(), { commonFlags: COMMON_FLAGS, verbs: VERBS });
});
