import test from 'ava';
import { FIRST_ID, IDS, readGiven, unusedIds } from '../../../src/stack/confine/ids.js';

/** As the machine's own root has them. */
const ALL = '         0          0 4294967295\n';
const machine = { accounts: [], subordinate: [], maps: [ALL, ALL] };

test('the ids that stand for a root’s are always the same where nobody has them', (t) => {
  const accounts = ['root:x:0:0:root:/root:/bin/bash\nann:x:1000:1000::/home/ann:/bin/sh\n', ''];
  const subordinate = ['ann:100000:65536\n', 'ann:100000:65536\n'];
  t.is(unusedIds({ ...machine, accounts, subordinate }), FIRST_ID);
  t.is(unusedIds(machine), FIRST_ID);
});

test('ids of a user, or given to one, are left to that user', (t) => {
  const second = FIRST_ID + IDS;
  const given = (first: number, count: number) => ({
    ...machine,
    subordinate: [`ann:${first}:${count}\n`],
  });
  t.is(unusedIds(given(FIRST_ID - 1, 2)), second);
  t.is(unusedIds(given(second - 1, 1)), second);
  t.is(unusedIds(given(FIRST_ID - 1, 1)), FIRST_ID);
  t.is(unusedIds(given(second, 1)), FIRST_ID);
  t.is(unusedIds({ ...machine, accounts: [`bob:x:${FIRST_ID + 5}:1::/:\n`] }), second);
  t.is(unusedIds(given(0, 0xffff_ffff)), undefined);
});

test('a container’s root has the last of those that it has, if there are enough of them', (t) => {
  const container = (count: number) => {
    const map = `0 1000 1\n1 100000 ${count - 1}\n`;
    return { ...machine, accounts: ['x:x:1000:1000::/:\n'], maps: [map, map] };
  };
  t.is(unusedIds(container(65_536)), undefined);
  t.is(unusedIds(container(200_000)), 200_000 - IDS);
  t.is(
    unusedIds({ ...container(200_000), maps: [ALL, container(200_000).maps[0] ?? ''] }),
    134_464,
  );
});

test('there are some on this machine', async (t) => {
  const given = { ...(await readGiven()), maps: [ALL] };
  t.true(given.accounts.some((text) => text.includes('root:x:0:')));
  t.not(unusedIds(given), undefined);
});
