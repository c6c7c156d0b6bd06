import { writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../src/path.js';
import { contentsName, planJson, readPlanJson } from '../../src/store/index.js';
import { exampleRecord } from './example.js';
import { temporaryFolder } from './folder.js';

test('a plan is read back as it was written, whatever is in it', async (t) => {
  const file = inHost(await temporaryFolder(t), 'x.plan.json');
  t.is(await readPlanJson(file), undefined);
  const plan = { revision: 7, steps: [{ script: 'make -j"$JOBS"\n', args: [] }], patch: null };
  await writeFile(file, planJson(plan));
  t.deepEqual(await readPlanJson(file), plan);
});

test('a plan that is no object is refused', async (t) => {
  const file = inHost(await temporaryFolder(t), 'x.plan.json');
  await writeFile(file, '"make"');
  await t.throwsAsync(readPlanJson(file), {
    code: 'RECORD_INVALID',
    message: `${file}: expected record, received string`,
  });
});

test('contents lie beside the record', (t) => {
  t.is(contentsName(exampleRecord('x')), 'checksums/debian12/libffi-3.4.4-linux-x64.contents.json');
});
