import test from 'ava';
import { buildOptions } from '../../../src/cli/options/build.js';
import { RUNNER_WORDS } from '../../../src/cli/options/choices.js';
import { parseCount } from '../../../src/cli/options/count.js';
import { parseDigests, parseRecipeOptions } from '../../../src/cli/options/order.js';

test('a count is a whole number from 1 on, or not said', (t) => {
  t.is(parseCount('--jobs', '1'), 1);
  t.is(parseCount('--jobs', '9999'), 9999);
  t.is(parseCount('--jobs', undefined), undefined);
});

for (const text of ['0', '-1', '1.5', '', 'many', '10000', '2 ', '0x2', '1e3']) {
  test(`'${text}' is no count`, (t) => {
    const error = t.throws(() => parseCount('--jobs', text));
    t.like(error, {
      code: 'USAGE',
      message: `--jobs takes a whole number from 1 to 9999, not '${text}'.`,
    });
  });
}

test('digests are read whatever their case, each by its own option', (t) => {
  t.deepEqual(parseDigests({}), {});
  t.deepEqual(parseDigests({ md5: 'AB'.repeat(16), sha256: 'cd'.repeat(32) }), {
    md5: 'ab'.repeat(16),
    sha256: 'cd'.repeat(32),
  });
});

test('a digest of another algorithm’s length is refused under its option’s name', (t) => {
  const error = t.throws(() => parseDigests({ sha512: 'ab'.repeat(32) }));
  t.like(error, { code: 'DIGEST_MALFORMED' });
  t.regex(error.message, /--sha512/);
});

test('an option of a recipe is yes, no, or a name alone, which means yes', (t) => {
  t.deepEqual(parseRecipeOptions(['a', 'b=yes', 'c=on', 'd=true', 'e=no', 'f=off', 'g=false']), {
    a: true,
    b: true,
    c: true,
    d: true,
    e: false,
    f: false,
    g: false,
  });
  t.deepEqual(parseRecipeOptions([]), {});
});

for (const text of ['a=maybe', '=yes', 'a=', '']) {
  test(`'${text}' is no option of a recipe`, (t) => {
    const error = t.throws(() => parseRecipeOptions([text]));
    t.like(error, {
      code: 'USAGE',
      message: `--option takes NAME=yes or NAME=no, not '${text}'.`,
    });
  });
}

test('what is not said has the documented defaults', (t) => {
  t.like(buildOptions.parse({}), {
    runner: 'auto',
    outputDir: '.',
    ccache: true,
    force: false,
    json: false,
    verbose: false,
    option: [],
  });
  t.deepEqual(RUNNER_WORDS, ['auto', 'docker', 'podman', 'bubblewrap', 'host']);
});
