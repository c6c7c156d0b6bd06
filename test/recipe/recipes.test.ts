import { readFile } from 'node:fs/promises';
import test from 'ava';
import { hostPath } from '../../src/path.js';
import { recipeJsonSchema } from '../../src/recipe/index.js';

test('the JSON Schema for editors is that of the code', async (t) => {
  const committed: unknown = JSON.parse(await readFile(hostPath('recipes/schema.json'), 'utf8'));
  t.deepEqual(committed, JSON.parse(JSON.stringify(recipeJsonSchema())));
});
