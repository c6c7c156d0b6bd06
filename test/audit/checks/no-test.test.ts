import test from 'ava';
import { auditOf } from '../subject.js';

test('a plan without tests is told; a tree without a plan is not blamed', async (t) => {
  const { findings } = await auditOf(t, { a: '' }, { tests: 0 });
  t.deepEqual(findings, [
    {
      check: 'no-test',
      severity: 'warning',
      path: '.',
      message: 'is made by a recipe without a test',
    },
  ]);
  for (const tests of [1, undefined]) {
    t.deepEqual((await auditOf(t, { a: '' }, { tests })).of('no-test'), []);
  }
});
