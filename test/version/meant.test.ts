import test from 'ava';
import { isInRange, isMeant, isPreviewMeant, newest } from '../../src/version/index.js';

test('a version is meant by its name, by its line and by a range', (t) => {
  for (const pattern of [
    '3.10.4',
    '3.10.x',
    '>=3.9',
    '3.9 - 3.11',
    '^3.10',
    '~3.10.2',
    '3.9.x || 3.10.x',
  ]) {
    t.true(isMeant('3.10.4', pattern), pattern);
  }
  for (const pattern of [
    '3.10.3',
    '3.1.x',
    '>=3.11',
    '3.11 - 3.12',
    '^4.0',
    '~3.9.2',
    '3.9.x || 3.11.x',
  ]) {
    t.false(isMeant('3.10.4', pattern), pattern);
  }
});

test('no version is meant by nothing', (t) => {
  for (const pattern of ['', 'x', '*', '>=0']) {
    t.false(isMeant(undefined, pattern), pattern);
    t.false(isMeant('', pattern), pattern);
    t.false(isPreviewMeant(undefined, pattern), pattern);
    t.false(isPreviewMeant('', pattern), pattern);
  }
});

test('a preview is meant by its name, and by a range only as one', (t) => {
  t.true(isMeant('3.13.0-rc.1', '3.13.0-rc.1'));
  t.false(isMeant('3.13.0-rc.1', '>=3.9'));
  t.true(isPreviewMeant('3.13.0-rc.1', '>=3.9'));
  t.false(isPreviewMeant('3.8.0-rc.1', '>=3.9'));
  // Neither what is no preview, nor what is meant already, nor what only a name means.
  t.false(isPreviewMeant('3.13.0', '>=3.9'));
  t.false(isPreviewMeant('3.13.0-rc.1', '3.13.0-rc.1'));
  t.false(isPreviewMeant('3.13.0-rc.1', '3.13.0'));
});

test('a range means previews where they are asked for', (t) => {
  t.true(isInRange('3.13.0-rc.1', '>=3.9', { includePrerelease: true }));
  t.false(isInRange('3.13.0-rc.1', '>=3.9', { includePrerelease: false }));
  // What semver can't read as it is stays a preview.
  t.false(isInRange('3.1-rc1', '>=3', { includePrerelease: false }));
  t.true(isInRange('3.1-rc1', '>=3', { includePrerelease: true }));
  t.true(isInRange('3.1', '>=3', { includePrerelease: false }));
});

test('the newest of some versions is the highest, wherever it stands', (t) => {
  t.is(newest(['3.9.1', '3.10.0', '3.10.0rc1']), '3.10.0');
  t.is(newest(['3.10.0', '3.9.1']), '3.10.0');
  t.is(newest(['1']), '1');
  t.is(newest([]), undefined);
});
