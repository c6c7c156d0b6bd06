import test from 'ava';
import { lineOf, matchesPattern, numbersOf } from '../../src/version/index.js';

/** Each with its major and minor line. */
const LINES = [
  ['3.12.1', '3', '3.12'],
  ['v20.1.0', '20', '20.1'],
  ['2.0-beta_3', '2', '2.0'],
  ['8.4.0alpha1', '8', '8.4'],
  ['8.4.0RC2', '8', '8.4'],
  ['2024.06.1', '2024', '2024.06'],
  ['1.1.1w', '1', '1.1'],
  ['11.0.22+7', '11', '11.0'],
  ['9.4.12.1', '9', '9.4'],
  ['1.0.2-1ubuntu3', '1', '1.0'],
  ['9.8p1', '9', '9.8'],
  ['21-ea+35', '21', '21'],
  ['2024a', '2024', '2024'],
  ['12', '12', '12'],
  ['3.10.x', '3', '3.10'],
  ['3.x', '3', '3.x'],
  ['latest', 'latest', 'latest'],
  ['vNext.1', 'vNext', 'vNext'],
] as const;

for (const [version, major, minor] of LINES) {
  test(`${version} is of the lines ${major} and ${minor}`, (t) => {
    t.is(lineOf(version, 'major'), major);
    t.is(lineOf(version, 'minor'), minor);
    t.is(lineOf(version, 'any'), '');
  });
}

test('the numbers of a version end where something is attached to one', (t) => {
  t.deepEqual(numbersOf('1.0.2-1ubuntu3'), ['1', '0', '2']);
  t.deepEqual(numbersOf('2-beta.3'), ['2']);
  t.deepEqual(numbersOf('1.rc1.2'), ['1', 'rc1']);
});

test('a line means every version of it, however it is written', (t) => {
  const meant = (pattern: string) =>
    LINES.flatMap(([version]) => (matchesPattern(version, pattern) ? [version] : []));
  t.deepEqual(meant('20.x'), ['v20.1.0']);
  t.deepEqual(meant('2.0.x'), ['2.0-beta_3']);
  t.deepEqual(meant('8.4.x'), ['8.4.0alpha1', '8.4.0RC2']);
  t.deepEqual(meant('9.4.x.x'), ['9.4.12.1']);
  t.deepEqual(meant('1.0.2.x'), ['1.0.2-1ubuntu3']);
  t.is(meant('*').length, LINES.length);
  t.false(matchesPattern('3.10.1', '3.1.x'));
  t.false(matchesPattern('3.1', '3.1.0'));
});
