import { readFile } from 'node:fs/promises';
import test from 'ava';
import { hostPath, inHost } from '../../../src/path.js';
import { loadStacks, stackJsonSchema } from '../../../src/stack/index.js';

const stacks = hostPath(import.meta.dirname, '../../../stacks');

test('stacks/schema.json is what the schema gives', async (t) => {
  const committed: unknown = JSON.parse(await readFile(inHost(stacks, 'schema.json'), 'utf8'));
  t.deepEqual(committed, stackJsonSchema());
});

test('debian12 has a cross compiler for each of its architectures, others need none', async (t) => {
  for (const { name, architectures, cross } of await loadStacks([stacks])) {
    const expected = name === 'debian12' ? architectures : [];
    t.deepEqual(Object.keys(cross ?? {}).sort(), [...expected].sort(), name);
  }
});

test('the stacks that we ship are valid and name their schema', async (t) => {
  const shipped = await loadStacks([stacks]);
  t.deepEqual(
    shipped.map(({ name, glibc, preference }) => [name, glibc, preference]),
    [
      ['cflinuxfs2', '2.19', undefined],
      ['cflinuxfs3', '2.27', undefined],
      ['cflinuxfs4', '2.35', 20],
      ['debian12', '2.36', 10],
    ],
  );
  for (const { file } of shipped) {
    const [first] = (await readFile(file, 'utf8')).split('\n', 1);
    t.is(first, '# yaml-language-server: $schema=./schema.json');
  }
});
