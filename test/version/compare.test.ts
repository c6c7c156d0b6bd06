import test from 'ava';
import { compareVersions } from '../../src/version/compare.js';

const ASCENDING = [
  ['3.9.18', '3.10.0'],
  ['3.1', '3.1.1'],
  ['3.13.0a7', '3.13.0b1'],
  ['3.13.0rc2', '3.13.0'],
  ['5.0.0-beta.2', '5.0.0-beta.11'],
  ['5.0.0-beta.11', '5.0.0'],
  ['1.1.1', '1.1.1w'],
  ['9.8', '9.8p1'],
  ['20240107', '20240204'],
  ['1.0.rc1', '1.0.1'],
] as const;

for (const [older, newer] of ASCENDING) {
  test(`${older} is older than ${newer}`, (t) => {
    t.true(compareVersions(older, newer) < 0);
    t.true(compareVersions(newer, older) > 0);
  });
}

test('what is written otherwise may be the same version', (t) => {
  t.is(compareVersions('3.5.2', '3.5.2'), 0);
  t.is(compareVersions('1.02', '1-2'), 0);
});
