import { copyFile, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost } from '../../src/path.js';
import {
  findRecord,
  findRecordAlone,
  publishArtifact,
  recordYaml,
  type RecordPlaces,
} from '../../src/store/index.js';
import { exampleArtifact, exampleCompanions, exampleRecord } from './example.js';
import { temporaryFolder } from './folder.js';

const FILE = 'libffi-3.4.4-linux-x64.tgz';
const ARTIFACT = `artifacts/debian12/${FILE}`;
const RECORD = 'checksums/debian12/libffi-3.4.4-linux-x64.yml';

/** A working directory `here`, an output directory `out`, and what was published to it. */
async function published(
  t: ExecutionContext,
  artifacts: ({ content: string } & Parameters<typeof exampleRecord>[1])[] = [
    { content: 'content' },
  ],
) {
  const folder = await temporaryFolder(t);
  const outputDirectory = inHost(folder, 'out');
  const workingDirectory = inHost(folder, 'here');
  await mkdir(workingDirectory);
  for (const { content, ...changes } of artifacts) {
    await publishArtifact({
      ...exampleCompanions(),
      artifact: await exampleArtifact(folder, content),
      record: exampleRecord(content, changes),
      outputDirectory,
      force: false,
    });
  }
  const places: RecordPlaces = { outputDirectory, workingDirectory };
  return { outputDirectory, here: workingDirectory, places };
}

for (const name of ['libffi', 'libffi-3.4.4', 'libffi@3.4.4', FILE]) {
  test(`an artifact is found as ${name}, with all that lies beside it`, async (t) => {
    const { outputDirectory, places } = await published(t);
    t.deepEqual(await findRecord(name, places), {
      artifact: inHost(outputDirectory, ARTIFACT),
      record: exampleRecord('content'),
      recordPath: inHost(outputDirectory, RECORD),
      planPath: inHost(outputDirectory, RECORD.replace('.yml', '.plan.json')),
      contentsPath: inHost(outputDirectory, RECORD.replace('.yml', '.contents.json')),
      provenancePath: inHost(outputDirectory, `${ARTIFACT}.build.json`),
    });
  });
}

test('a published file is found by its path, whatever the output directory', async (t) => {
  const { outputDirectory, here, places } = await published(t);
  const elsewhere = { ...places, outputDirectory: here };
  for (const path of [`../out/${ARTIFACT}`, inHost(outputDirectory, ARTIFACT)]) {
    t.like(await findRecord(path, elsewhere), {
      artifact: inHost(outputDirectory, ARTIFACT),
      recordPath: inHost(outputDirectory, RECORD),
    });
  }
});

test('a file is found with the record beside it', async (t) => {
  const { outputDirectory, here, places } = await published(t);
  await cp(inHost(outputDirectory, ARTIFACT), inHost(here, FILE));
  await cp(inHost(outputDirectory, RECORD), inHost(here, FILE.replace('.tgz', '.yml')));
  const expected = {
    artifact: inHost(here, FILE),
    recordPath: inHost(here, 'libffi-3.4.4-linux-x64.yml'),
    planPath: inHost(here, 'libffi-3.4.4-linux-x64.plan.json'),
    provenancePath: inHost(here, `${FILE}.build.json`),
  };
  // A file of the working directory comes before one of that name in the output directory.
  t.like(await findRecord(FILE, places), expected);
  t.like(
    await findRecord(`./${FILE}`, { outputDirectory: here, workingDirectory: here }),
    expected,
  );
});

test('a changed file is still found with the record of its place or name, for somebody to compare them', async (t) => {
  const { outputDirectory, here, places } = await published(t);
  await writeFile(inHost(outputDirectory, ARTIFACT), 'CONTENT');
  await writeFile(inHost(here, FILE), 'CONTENT');
  for (const path of [`../out/${ARTIFACT}`, FILE]) {
    const { record } = await findRecord(path, places);
    t.is(record.sha256, exampleRecord('content').sha256);
  }
});

test('of several records with its file name, the digest tells a file’s own', async (t) => {
  const { outputDirectory, here, places } = await published(t, [
    { content: 'content' },
    { content: 'older', stack: 'cflinuxfs2' },
  ]);
  await writeFile(inHost(here, FILE), 'older');
  t.is((await findRecord(FILE, places)).record.stack.name, 'cflinuxfs2');

  await writeFile(inHost(here, FILE), 'neither');
  const error = await t.throwsAsync(findRecord(FILE, places), {
    code: 'NO_RECORD',
    message: `${inHost(here, FILE)} has no record.`,
  });
  t.like(error, {
    excerpt: [
      `not there, or not for this file: ${inHost(here, 'libffi-3.4.4-linux-x64.yml')}`,
      `has its name, but another sha256: ${inHost(outputDirectory, 'checksums/cflinuxfs2/libffi-3.4.4-linux-x64.yml')}`,
      `has its name, but another sha256: ${inHost(outputDirectory, RECORD)}`,
    ],
  });
});

test('a renamed file is found by its digest', async (t) => {
  const { outputDirectory, here, places } = await published(t);
  await copyFile(inHost(outputDirectory, ARTIFACT), inHost(here, 'download'));
  t.like(await findRecord('download', places), {
    artifact: inHost(here, 'download'),
    recordPath: inHost(outputDirectory, RECORD),
  });
});

test('a file that was published twice is refused, with its records', async (t) => {
  const { outputDirectory, here, places } = await published(t, [
    { content: 'content' },
    { content: 'content', stack: 'cflinuxfs2' },
  ]);
  await writeFile(inHost(here, FILE), 'content');
  const error = await t.throwsAsync(findRecord(FILE, places), {
    code: 'USAGE',
    message: `${inHost(here, FILE)} has 2 records.`,
  });
  const record = inHost(outputDirectory, RECORD);
  t.like(error, {
    excerpt: [inHost(outputDirectory, RECORD.replace('debian12', 'cflinuxfs2')), record],
    hint: 'The same bytes were published for each. Say which is meant: --record FILE.',
  });
  t.is((await findRecord(FILE, { ...places, record })).record.stack.name, 'debian12');
});

test('a file without a record is refused, with where it was looked for', async (t) => {
  const { outputDirectory, here, places } = await published(t);
  await writeFile(inHost(here, 'odd.tgz'), 'odd');
  const nowhere = `neither its name nor its sha256 is in a record below ${inHost(outputDirectory, 'checksums')}`;
  const error = await t.throwsAsync(findRecord('odd.tgz', places), {
    code: 'NO_RECORD',
    message: `${inHost(here, 'odd.tgz')} has no record.`,
  });
  t.like(error, {
    excerpt: [`not there, or not for this file: ${inHost(here, 'odd.yml')}`, nowhere],
    hint: 'Take it with its record from where it was published; --record FILE names one.',
  });

  const inPlace = inHost(outputDirectory, 'artifacts/debian12/odd.tgz');
  await writeFile(inPlace, 'odd');
  t.like(await t.throwsAsync(findRecord(inPlace, places), { code: 'NO_RECORD' }), {
    excerpt: [
      `not there, or not for this file: ${inHost(outputDirectory, 'checksums/debian12/odd.yml')}`,
      `not there, or not for this file: ${inHost(outputDirectory, 'artifacts/debian12/odd.yml')}`,
      nowhere,
    ],
  });
});

test('a record that is named is taken, whatever the file is called', async (t) => {
  const { outputDirectory, here, places } = await published(t);
  await writeFile(inHost(here, 'odd.tgz'), 'odd');
  const record = inHost(outputDirectory, RECORD);
  t.like(await findRecord('odd.tgz', { ...places, record }), {
    artifact: inHost(here, 'odd.tgz'),
    recordPath: record,
    planPath: inHost(outputDirectory, RECORD.replace('.yml', '.plan.json')),
  });
  const none = inHost(here, 'none.yml');
  const error = await t.throwsAsync(findRecord('odd.tgz', { ...places, record: none }), {
    code: 'NO_RECORD',
    message: `There is no record ${none}.`,
  });
  t.like(error, {
    hint: '--record takes the path of a record: checksums/STACK/FILE.yml in an output directory.',
  });
});

test('a record is not taken for a file that it doesn’t name', async (t) => {
  const { outputDirectory, here, places } = await published(t);
  await cp(inHost(outputDirectory, RECORD), inHost(here, 'odd.yml'));
  await writeFile(inHost(here, 'odd.tgz'), 'odd');
  await t.throwsAsync(findRecord('odd.tgz', places), { code: 'NO_RECORD' });
});

test('a name that fits several artifacts is refused, with their paths', async (t) => {
  const { outputDirectory, places } = await published(t, [
    { content: 'content' },
    { content: 'older', stack: 'cflinuxfs2' },
  ]);
  const error = await t.throwsAsync(findRecord('libffi-3.4.4', places), {
    code: 'USAGE',
    message: "'libffi-3.4.4' fits 2 artifacts.",
  });
  t.like(error, {
    excerpt: [
      inHost(outputDirectory, `artifacts/cflinuxfs2/${FILE}`),
      inHost(outputDirectory, ARTIFACT),
    ],
    hint: 'Name one by its path, as it stands here.',
  });
  const inside = { outputDirectory, workingDirectory: outputDirectory };
  t.like(await t.throwsAsync(findRecord('libffi', inside)), {
    excerpt: [`artifacts/cflinuxfs2/${FILE}`, ARTIFACT],
  });
  t.is((await findRecord(ARTIFACT, inside)).record.stack.name, 'debian12');
});

test('an unknown name or path is refused with the nearest one', async (t) => {
  const { outputDirectory, here, places } = await published(t);
  const list = "'binary-builder artifacts' lists what was built.";
  const name = await t.throwsAsync(findRecord('libfi', places), {
    code: 'UNKNOWN_ARTIFACT',
    message: `There is no artifact 'libfi' in ${outputDirectory}.`,
  });
  t.like(name, { hint: `Did you mean 'libffi'? ${list}` });

  const inside = { outputDirectory, workingDirectory: outputDirectory };
  const wrong = ARTIFACT.replace('3.4.4', '3.4.5');
  const path = await t.throwsAsync(findRecord(wrong, inside), {
    code: 'UNKNOWN_ARTIFACT',
    message: `There is no file ${wrong}.`,
  });
  t.like(path, { hint: `Did you mean '${ARTIFACT}'? ${list}` });

  const folder = await t.throwsAsync(findRecord(`${here}/`, places), {
    code: 'UNKNOWN_ARTIFACT',
    message: `${here}/ is a folder, not an artifact.`,
  });
  t.like(folder, { hint: list });
});

test('a record without its file, as others commit it, is enough for whoever needs no file', async (t) => {
  const { outputDirectory, places } = await published(t);
  const artifact = inHost(outputDirectory, ARTIFACT);
  const recordPath = inHost(outputDirectory, RECORD);
  await rm(artifact);
  for (const argument of ['libffi', artifact]) {
    t.like(await findRecordAlone(argument, places), { artifact, recordPath });
    const error = await t.throwsAsync(findRecord(argument, places), {
      code: 'UNKNOWN_ARTIFACT',
      message: `There is only the record of ${artifact}, no file.`,
    });
    t.like(error, {
      hint: `The record is ${recordPath}. Put the artifact there, or build it: binary-builder build libffi@3.4.4 --stack debian12`,
    });
  }
});

test('a record that cannot be read is told with its path', async (t) => {
  const { outputDirectory, here, places } = await published(t);
  const path = inHost(outputDirectory, RECORD);
  await writeFile(
    path,
    recordYaml(exampleRecord('content')).replace('name: debian12', 'name: ../..'),
  );
  const expected = {
    code: 'RECORD_INVALID',
    message: `${path}:5:9: stack.name: must be letters, digits and ._+~- only`,
  };
  await writeFile(inHost(here, FILE), 'content');
  for (const argument of ['libffi', `../out/${ARTIFACT}`, FILE]) {
    await t.throwsAsync(findRecord(argument, places), expected);
  }
});

test('a record leads to no file but one in the output directory', async (t) => {
  const { outputDirectory, places } = await published(t);
  // Somebody has put a record where another one belongs.
  await rename(
    inHost(outputDirectory, RECORD),
    inHost(outputDirectory, 'checksums/debian12/python-3.11.2-linux-x64.yml'),
  );
  t.like(await findRecord('libffi', places), {
    artifact: inHost(outputDirectory, ARTIFACT),
    recordPath: inHost(outputDirectory, 'checksums/debian12/python-3.11.2-linux-x64.yml'),
  });
  await rm(inHost(outputDirectory, 'checksums/debian12/python-3.11.2-linux-x64.yml'));
  for (const [from, to] of [
    [`file: ${FILE}`, 'file: ../../secret.tgz'],
    [`file: ${FILE}`, 'file: /etc/secret.tgz'],
    [`file: ${FILE}`, 'file: .tgz'],
    ['name: debian12', 'name: a/b'],
    ['name: debian12', 'name: .hidden'],
  ] as const) {
    await writeFile(
      inHost(outputDirectory, RECORD),
      recordYaml(exampleRecord('content')).replace(from, to),
    );
    await t.throwsAsync(findRecord('libffi', places), { code: 'RECORD_INVALID' }, to);
  }
});
