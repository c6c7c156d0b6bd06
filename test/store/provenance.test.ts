import { writeFile } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../src/path.js';
import { provenanceJson, readProvenance } from '../../src/store/index.js';
import { exampleProvenance } from './example.js';
import { temporaryFolder } from './folder.js';

test('who built an artifact is read back as it was written', async (t) => {
  const file = inHost(await temporaryFolder(t), 'x.tgz.build.json');
  t.is(await readProvenance(file), undefined);
  await writeFile(file, provenanceJson(exampleProvenance()));
  t.deepEqual(await readProvenance(file), exampleProvenance());
});

test('what phases took is read back in their order; a time that is none is refused', async (t) => {
  const file = inHost(await temporaryFolder(t), 'x.tgz.build.json');
  const phases = { unpack: 0.162, configure: 5.817, '2 test': 0 };
  await writeFile(file, provenanceJson({ ...exampleProvenance(), phases }));
  const read = await readProvenance(file);
  t.deepEqual(Object.entries(read?.phases ?? {}), Object.entries(phases));
  await writeFile(
    file,
    provenanceJson(exampleProvenance()).replace('"jobs"', '"phases": { "make": -1 }, "jobs"'),
  );
  await t.throwsAsync(readProvenance(file), {
    code: 'RECORD_INVALID',
    message: new RegExp(`^${file}: phases\\.make: `),
  });
});

test('a time that is none is refused', async (t) => {
  const file = inHost(await temporaryFolder(t), 'x.tgz.build.json');
  const text = provenanceJson(exampleProvenance());
  await writeFile(file, text.replace('2026-11-21T06:00:00.000Z', 'yesterday'));
  await t.throwsAsync(readProvenance(file), {
    code: 'RECORD_INVALID',
    message: new RegExp(`^${file}: started: `),
  });
});
