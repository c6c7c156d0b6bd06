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
  ['3.12.0rc1', '3.12.0'],
  ['v2.9.1', '2.10.0'],
  ['v1.0.0-rc.1', 'v1.0.0'],
  ['4.8.30.9', '4.8.30.10'],
  ['4.8.30', '4.8.30.1'],
  ['17.0.8+7', '17.0.8+101'],
  ['17.0.8+7', '17.0.8.1+1'],
  ['1.0.0', '1.0.0+build.1'],
  ['1.1.1b', '1.1.1w'],
  ['1.1.1rc1', '1.1.1w'],
  ['2024a', '2024b'],
  ['2024-01-15', '2024-02-01'],
  ['21-ea+35', '21+35'],
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
  t.is(compareVersions('v1.2', '1.2'), 0);
});
