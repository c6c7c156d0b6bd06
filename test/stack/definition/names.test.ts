import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import nodePath from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { hostPath, inHost } from '../../../src/path.js';
import { knownStacks, loadStacks, stackNamesJsonSchema } from '../../../src/stack/index.js';

const shipped = hostPath(import.meta.dirname, '../../../stacks');

async function folder(t: ExecutionContext, names: string | undefined) {
  const path = hostPath(await mkdtemp(nodePath.join(os.tmpdir(), 'stack-names-')));
  t.teardown(() => rm(path, { recursive: true }));
  if (names !== undefined) await writeFile(inHost(path, 'names.yml'), names);
  return path;
}

test('known are the stacks that have a file, and those that names.yml names', async (t) => {
  const known = await knownStacks([shipped]);
  for (const { name } of await loadStacks([shipped])) {
    t.deepEqual(
      known.find((one) => one.name === name),
      { name, inFileNames: true },
    );
  }
  t.like(
    known.find(({ name }) => name === 'windows'),
    { inFileNames: false },
  );
  t.deepEqual(
    known.map(({ name }) => name),
    known.map(({ name }) => name).toSorted(),
  );
});

test('a folder of one’s own adds names, and the first says what they are', async (t) => {
  const own = await folder(
    t,
    `names:
- { name: ourfs1, description: ours }
- { name: windows, description: ours, in-file-names: true }
`,
  );
  const known = await knownStacks([own, await folder(t, undefined), shipped]);
  t.true(known.some(({ name }) => name === 'ourfs1'));
  t.true(known.some(({ name }) => name === 'cflinuxfs5'));
  t.deepEqual(
    known.filter(({ name }) => name === 'windows'),
    [{ name: 'windows', inFileNames: true }],
  );
  t.deepEqual(await loadStacks([own]), [], 'names are no stack');
});

test('a name that is none, or a key that is unknown, is an error with line and column', async (t) => {
  for (const [text, message] of [
    ['names:\n- { name: a b, description: x }\n', /names\.yml:2:11: names\[0\]\.name: a name has/],
    ['names:\n- { name: a, description: x, descripton: x }\n', /names\.yml:2:\d+: .*'descripton'/],
    ['stacks: []\n', /names\.yml:1:1: /],
  ] as const) {
    await t.throwsAsync(knownStacks([await folder(t, text)]), { code: 'STACK_INVALID', message });
  }
});

test('a link out of the folder is not followed', async (t) => {
  const path = await folder(t, undefined);
  await symlink('/etc/passwd', inHost(path, 'names.yml'));
  await t.throwsAsync(knownStacks([path]), {
    code: 'STACK_INVALID',
    message: /names\.yml: it leads out of /,
  });
});

test('the schema for editors is that of the code', async (t) => {
  const committed: unknown = JSON.parse(
    await readFile(inHost(shipped, 'names.schema.json'), 'utf8'),
  );
  t.deepEqual(committed, stackNamesJsonSchema(), 'npm run schemas');
});
