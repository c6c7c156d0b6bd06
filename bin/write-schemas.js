// `npm run schemas`: the JSON Schemas for editors, from the definitions in the code.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { recipeJsonSchema } from '../src/recipe/index.js';
import { stackJsonSchema } from '../src/stack/index.js';

await write('../recipes/schema.json', recipeJsonSchema());
await write('../stacks/schema.json', stackJsonSchema());

async function write(file, schema) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
}
