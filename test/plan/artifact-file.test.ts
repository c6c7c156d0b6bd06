import test from 'ava';
import { artifactFileOf, planSchema, relocatedPlan } from '../../src/plan/index.js';
import { SMALLEST } from '../recipe/fixture.js';
import { planOf } from './fixture.js';

const SHA256 = `89abcdef${'0'.repeat(56)}`;
const named = (file: string) => `${SMALLEST}artifact: { file: '${file}' }\n`;

test('a file name may have the beginning of the sha256 that the artifact will have', async (t) => {
  const plan = await planOf(t, named('{name}_{version}_linux_{arch}_{stack}_{sha8}.tgz'));
  t.is(plan.artifact.file, 'zlib_1.3_linux_x64_debian12_{sha8}.tgz');
  t.is(artifactFileOf(plan, SHA256), 'zlib_1.3_linux_x64_debian12_89abcdef.tgz');
  t.deepEqual(planSchema.parse(plan), plan);
  const origin = { file: 'x.tgz', sha256: SHA256, build_key: 'b', allow: [] };
  const moved = relocatedPlan(plan, '/app/elsewhere', origin);
  t.is(artifactFileOf(moved, SHA256), 'zlib_1.3_linux_x64_debian12_89abcdef-at-app-elsewhere.tgz');
  t.deepEqual(planSchema.parse(moved), moved);
});

test('nothing but a file name has it, and what else is in braces is none', async (t) => {
  await t.throwsAsync(planOf(t, `${SMALLEST}environment: { A: '{sha8}' }\n`), {
    message: /unknown placeholder \{sha8\}/,
  });
  const plan = await planOf(t);
  for (const file of ['{sha9}.tgz', '../{sha8}.tgz', '{sha8}.tar', '{sha8}/.tgz']) {
    t.false(planSchema.safeParse({ ...plan, artifact: { ...plan.artifact, file } }).success, file);
  }
});
