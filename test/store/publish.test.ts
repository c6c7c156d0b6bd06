import { execFile } from 'node:child_process';
import { lstat, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import nodePath from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { BuilderError } from '../../src/error.js';
import { inHost, type HostPath } from '../../src/path.js';
import {
  contentsJson,
  listRecords,
  planJson,
  provenanceJson,
  publishArtifact,
  recordYaml,
  type Companions,
} from '../../src/store/index.js';
import { exampleArtifact, exampleCompanions, exampleProvenance, exampleRecord } from './example.js';
import { filesIn, temporaryFolder } from './folder.js';
import { afterMounting, start } from './process/start.js';

const run = promisify(execFile);

async function outputOf(t: ExecutionContext) {
  const folder = await temporaryFolder(t);
  const outputDirectory = inHost(folder, 'output');
  const publish = async (
    content: string,
    changes: Parameters<typeof exampleRecord>[1] & {
      force?: boolean;
      companions?: Partial<Companions>;
      onUnreadable?: NonNullable<Parameters<typeof publishArtifact>[1]>['onUnreadable'];
    } = {},
  ) => {
    const { force = false, companions, onUnreadable, ...record } = changes;
    return await publishArtifact(
      {
        ...exampleCompanions(companions),
        artifact: await exampleArtifact(folder, content),
        record: exampleRecord(content, record),
        outputDirectory,
        force,
      },
      onUnreadable === undefined ? {} : { onUnreadable },
    );
  };
  return { folder, outputDirectory, publish };
}

const ARTIFACT = 'artifacts/debian12/libffi-3.4.4-linux-x64.tgz';
const RECORD = 'checksums/debian12/libffi-3.4.4-linux-x64.yml';
const SUMS = ['checksums/MD5SUMS', 'checksums/SHA256SUMS'];
const PROVENANCE = `${ARTIFACT}.build.json`;
const CONTENTS = 'checksums/debian12/libffi-3.4.4-linux-x64.contents.json';
const PLAN = 'checksums/debian12/libffi-3.4.4-linux-x64.plan.json';
const ALL = [ARTIFACT, PROVENANCE, ...SUMS, CONTENTS, PLAN, RECORD];

async function timesOf(folder: HostPath): Promise<number[]> {
  const files = await filesIn(folder);
  return Promise.all(files.map(async (file) => (await stat(inHost(folder, file))).mtimeMs));
}

test('an artifact is published with its record, companions and sums, and nothing else is left', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  t.deepEqual(await publish('content'), {
    artifact: inHost(outputDirectory, ARTIFACT),
    record: inHost(outputDirectory, RECORD),
    plan: inHost(outputDirectory, PLAN),
    contents: inHost(outputDirectory, CONTENTS),
    provenance: inHost(outputDirectory, PROVENANCE),
  });
  t.deepEqual(await filesIn(outputDirectory), ALL);
  t.is(await readFile(inHost(outputDirectory, ARTIFACT), 'utf8'), 'content');
  t.is(
    await readFile(inHost(outputDirectory, RECORD), 'utf8'),
    recordYaml(exampleRecord('content')),
  );
  const { plan, contents } = exampleCompanions();
  t.is(await readFile(inHost(outputDirectory, PLAN), 'utf8'), planJson(plan));
  t.is(await readFile(inHost(outputDirectory, CONTENTS), 'utf8'), contentsJson(contents));
  t.is(
    await readFile(inHost(outputDirectory, PROVENANCE), 'utf8'),
    provenanceJson(exampleProvenance()),
  );
});

test('who built the published bytes first stays noted, until force replaces it', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  const user = async () => {
    const text = await readFile(inHost(outputDirectory, PROVENANCE), 'utf8');
    return /"user": "(.*)"/.exec(text)?.[1];
  };
  const companions = { provenance: exampleProvenance('grace') };
  await publish('content');
  await publish('content', { companions });
  t.is(await user(), 'ada');
  await publish('content', { companions, force: true });
  t.is(await user(), 'grace');
});

test('nobody is said to have built bytes that they did not build', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  const anonymous = { companions: { provenance: undefined } };
  const without = ALL.filter((file) => file !== PROVENANCE);
  await publish('content');
  await publish('changed', { force: true, ...anonymous });
  t.deepEqual(await filesIn(outputDirectory), without);

  await publish('changed');
  await rm(inHost(outputDirectory, ARTIFACT));
  await publish('changed', anonymous);
  t.deepEqual(await filesIn(outputDirectory), without);
});

test('what lies beside a record is replaced when the same bytes come of another plan', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await publish('content');
  const plan = { revision: 1, name: 'other' };
  await publish('content', { key: 'key-2', companions: { plan } });
  t.is(await readFile(inHost(outputDirectory, PLAN), 'utf8'), planJson(plan));
  t.is((await listRecords(outputDirectory))[0]?.build_key, 'key-2');
});

test('the record comes after what lies beside it', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await mkdir(inHost(outputDirectory, CONTENTS, 'in-the-way'), { recursive: true });
  await t.throwsAsync(publish('content'));
  t.deepEqual(await listRecords(outputDirectory), []);

  await rm(inHost(outputDirectory, CONTENTS), { recursive: true });
  await publish('content');
  t.deepEqual(await filesIn(outputDirectory), ALL);
});

test('the sums of all records are sorted, and md5sum and sha256sum accept them', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await publish('python', { name: 'python', version: '3.11.2' });
  await publish('content');
  await publish('older', { stack: 'cflinuxfs2' });
  t.is(
    (await readFile(inHost(outputDirectory, 'checksums/MD5SUMS'), 'utf8')).replace(
      /^\w{32}/gm,
      'M',
    ),
    'M  artifacts/cflinuxfs2/libffi-3.4.4-linux-x64.tgz\n' +
      'M  artifacts/debian12/libffi-3.4.4-linux-x64.tgz\n' +
      'M  artifacts/debian12/python-3.11.2-linux-x64.tgz\n',
  );
  const options = { cwd: outputDirectory };
  await run('md5sum', ['--check', '--strict', 'checksums/MD5SUMS'], options);
  await run('sha256sum', ['--check', '--strict', 'checksums/SHA256SUMS'], options);
  t.deepEqual(
    (await listRecords(outputDirectory)).map(({ stack, file }) => `${stack.name} ${file}`),
    [
      'cflinuxfs2 libffi-3.4.4-linux-x64.tgz',
      'debian12 libffi-3.4.4-linux-x64.tgz',
      'debian12 python-3.11.2-linux-x64.tgz',
    ],
  );
});

test('publishing the same bytes again writes nothing', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await publish('content');
  const before = await timesOf(outputDirectory);
  await publish('content');
  t.deepEqual(await timesOf(outputDirectory), before);
});

test('other bytes under a published name are refused, with both digests and keys', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await publish('content');
  const error = await t.throwsAsync(publish('changed', { key: 'key-2' }), {
    code: 'ALREADY_PUBLISHED',
    message: `${inHost(outputDirectory, ARTIFACT)} is already published, with other bytes`,
  });
  t.like(error, {
    excerpt: [
      `published: sha256 ${exampleRecord('content').sha256}, build key key-1`,
      `this one:  sha256 ${exampleRecord('changed').sha256}, build key key-2`,
    ],
    hint: 'Whoever has the published checksum would be broken by other bytes under the same name. To replace it all the same: --force.',
  });
  t.is(await readFile(inHost(outputDirectory, ARTIFACT), 'utf8'), 'content');
});

test('with force other bytes replace what is published', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await publish('content');
  await publish('changed', { force: true });
  t.is(await readFile(inHost(outputDirectory, ARTIFACT), 'utf8'), 'changed');
  t.deepEqual(await listRecords(outputDirectory), [exampleRecord('changed')]);
  await run('sha256sum', ['--check', '--strict', 'checksums/SHA256SUMS'], { cwd: outputDirectory });
  t.deepEqual(await filesIn(outputDirectory), ALL);
});

test('a file without a record counts as published', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await publish('content');
  await rm(inHost(outputDirectory, RECORD));
  const error = await t.throwsAsync(publish('changed'), { code: 'ALREADY_PUBLISHED' });
  t.like(error, {
    excerpt: { 0: `published: sha256 ${exampleRecord('content').sha256}, build key not recorded` },
  });
  await publish('content');
  t.deepEqual(await listRecords(outputDirectory), [exampleRecord('content')]);
});

test('a record without its file, as others commit it, counts as published', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await publish('content');
  await rm(inHost(outputDirectory, 'artifacts'), { recursive: true });
  await t.throwsAsync(publish('changed'), { code: 'ALREADY_PUBLISHED' });
  await publish('content');
  t.is(await readFile(inHost(outputDirectory, ARTIFACT), 'utf8'), 'content');
});

test('what a killed process left half made is mended', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await publish('content');
  for (const file of [...SUMS, CONTENTS, PLAN, PROVENANCE]) await rm(inHost(outputDirectory, file));
  const unfinished = '.file.tgz.00000000-0000-4000-8000-000000000000.tmp';
  await writeFile(inHost(outputDirectory, 'artifacts/debian12', unfinished), 'half');
  await writeFile(inHost(outputDirectory, 'artifacts/.publish.lock'), '');
  await publish('content');
  t.deepEqual(await filesIn(outputDirectory), ALL);
});

test('many publish at once', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  const versions = ['1.0', '1.1', '1.2', '1.3'];
  await Promise.all(versions.map((version) => publish(`content ${version}`, { version })));
  await run('sha256sum', ['--check', '--strict', 'checksums/SHA256SUMS'], { cwd: outputDirectory });
  t.deepEqual(
    (await listRecords(outputDirectory)).map(({ version }) => version),
    versions,
  );
});

for (const [what, spoil] of [
  ['garbage', (path: HostPath) => writeFile(path, 'garbage')],
  ['a folder', (path: HostPath) => rm(path).then(() => mkdir(path))],
  ['a link to nothing', (path: HostPath) => rm(path).then(() => symlink('nothing', path))],
] as const) {
  test(`a record that is ${what} is told, and stops no other artifact; its sums stay`, async (t) => {
    const { outputDirectory, publish } = await outputOf(t);
    await publish('content');
    const broken = inHost(outputDirectory, RECORD);
    const before = await sumsIn(outputDirectory);
    await spoil(broken);
    const told: string[] = [];
    await publish('other', { version: '3.4.5', onUnreadable: ({ path }) => told.push(path) });
    t.deepEqual(told, [broken]);
    for (const [index, line] of before.entries()) {
      const lines = (await sumsIn(outputDirectory))[index]?.split('\n') ?? [];
      t.is(lines.length, 3);
      t.true(lines.includes(line.trim()));
    }
    await t.throwsAsync(listRecords(outputDirectory), { code: 'RECORD_INVALID' });
  });
}

test('the record of the very artifact is mended when its file has the same bytes', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await publish('content');
  const record = await readFile(inHost(outputDirectory, RECORD), 'utf8');
  await writeFile(inHost(outputDirectory, RECORD), 'garbage');
  await publish('content');
  t.is(await readFile(inHost(outputDirectory, RECORD), 'utf8'), record);
});

test('without its file a record that cannot be read stops its own artifact alone, and gives way to force', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await publish('content');
  await rm(inHost(outputDirectory, ARTIFACT));
  await writeFile(inHost(outputDirectory, RECORD), 'garbage');
  const error = await t.throwsAsync(publish('content'), { code: 'RECORD_INVALID' });
  t.regex(error.message, new RegExp(`^${inHost(outputDirectory, RECORD)}:1:1: `));
  await publish('content', { force: true });
  t.is((await listRecords(outputDirectory)).length, 1);
});

for (const name of [ARTIFACT, ...SUMS]) {
  test(`a folder in the place of ${name} is told with its path`, async (t) => {
    const { outputDirectory, publish } = await outputOf(t);
    const path = inHost(outputDirectory, name);
    await mkdir(path, { recursive: true });
    const error = await t.throwsAsync(publish('content'), { instanceOf: BuilderError });
    t.regex(error.code, /^NOT_(WRITABLE|READABLE)$/);
    t.true(error.message.includes(`${path}: it is a folder`), error.message);
    t.truthy(error.hint);
  });

  test(`a link to nothing in the place of ${name} gives way`, async (t) => {
    const { outputDirectory, publish } = await outputOf(t);
    const path = inHost(outputDirectory, name);
    await mkdir(nodePath.dirname(path), { recursive: true });
    await symlink('/nowhere/at/all', path);
    await publish('content');
    t.true((await lstat(path)).isFile());
  });
}

test('a link to nothing in the place of a folder is told with its path', async (t) => {
  const { outputDirectory, publish } = await outputOf(t);
  await mkdir(outputDirectory, { recursive: true });
  await symlink('/nowhere/at/all', inHost(outputDirectory, 'artifacts'));
  const error = await t.throwsAsync(publish('content'), { code: 'NOT_WRITABLE' });
  t.true(error.message.includes(inHost(outputDirectory, 'artifacts')), error.message);
});

async function sumsIn(outputDirectory: HostPath): Promise<string[]> {
  return await Promise.all(SUMS.map((name) => readFile(inHost(outputDirectory, name), 'utf8')));
}

test('a read-only output directory is refused, a full one too, and both stay as they are', async (t) => {
  const { folder, outputDirectory, publish } = await outputOf(t);
  await publish('content');
  const before = await filesIn(outputDirectory);
  const large = 'x'.repeat(200_000);
  const args = [await exampleArtifact(folder, large), outputDirectory, large.length.toString()];

  const readOnly = start(
    './publish.ts',
    args,
    afterMounting('mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"', outputDirectory),
  );
  t.is(await readOnly.line(), 'NOT_WRITABLE');
  t.is(await readOnly.line(), before.join());

  const full = start(
    './publish.ts',
    args,
    afterMounting(
      'cp -a "$1" "$1.copy"; mount -t tmpfs -o size=64k tmpfs "$1"; cp -a "$1.copy/." "$1"',
      outputDirectory,
    ),
  );
  t.is(await full.line(), 'DISK_FULL');
  t.is(await full.line(), before.join());
  t.deepEqual([await readOnly.ended, await full.ended], [0, 0]);
});
