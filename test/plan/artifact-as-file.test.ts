import test from 'ava';
import { buildKey } from '../../src/plan/index.js';
import { SMALLEST } from '../recipe/fixture.js';
import { planOf } from './fixture.js';

const FILE = SMALLEST.replace('.tar.gz', '.phar').replace('build:', '  unpack: false\nbuild:');
const AS_FILE = `${FILE}artifact: { as: file }\n`;

test('what is published as it is has the suffix of its source, and is changed by nobody', async (t) => {
  const plan = await planOf(t, AS_FILE);
  t.like(plan.source, { file: 'zlib-1.3.phar' });
  t.deepEqual(plan.artifact, {
    file: 'zlib-1.3-linux-x64.phar',
    single: 'zlib-1.3.phar',
    name: 'zlib',
  });
  t.false(plan.relocate.strip);
  t.deepEqual(plan.relocate.mappings, []);
  const tarball = await planOf(t, FILE);
  t.is(tarball.artifact.file, 'zlib-1.3-linux-x64.tgz');
  t.not(buildKey(plan), buildKey(tarball));
  t.not(buildKey(tarball), buildKey(await planOf(t, FILE.replace('  unpack: false\n', ''))));
});

test('its name may say its digest, and ends as the source does', async (t) => {
  const named = (file: string) => AS_FILE.replace('as: file', `as: file, file: '${file}'`);
  const plan = await planOf(t, named('{name}_{version}_{sha8}.phar'));
  t.is(plan.artifact.file, 'zlib_1.3_{sha8}.phar');
  await t.throwsAsync(planOf(t, named('zlib.tgz')), {
    code: 'RECIPE_INVALID',
    message:
      /zlib\.yml: artifact\.as: zlib\.tgz doesn't end as the source does: zlib-1\.3\.phar\.$/,
  });
});

test('only a file can be published as it is, and nothing is added to it', async (t) => {
  await t.throwsAsync(planOf(t, `${SMALLEST}artifact: { as: file }\n`), {
    code: 'RECIPE_INVALID',
    message: /artifact\.as: only a source that is a file can itself be the artifact\.$/,
  });
  await t.throwsAsync(planOf(t, AS_FILE.replace('as: file', 'as: file, sources: s.yml')), {
    code: 'RECIPE_INVALID',
    message: /artifact\.as: a file can have no list of sources in it\.$/,
  });
  await t.throwsAsync(planOf(t, `${FILE}artifact: { file: zlib.phar }\n`), {
    code: 'RECIPE_INVALID',
    message: /zlib\.yml:13:19: artifact\.file: expected a file name that ends with \.tgz$/,
  });
});
