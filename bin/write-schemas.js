// `npm run schemas`: what is generated from definitions in the code: the JSON Schemas for editors, and the
// checks in docs/checks.md and docs/manifest.md.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { checksMarkdown } from '../src/audit/index.js';
import { manifestChecksMarkdown } from '../src/manifest/check/index.js';
import { recipeJsonSchema } from '../src/recipe/index.js';
import { stackJsonSchema } from '../src/stack/index.js';

await writeSchema('../recipes/schema.json', recipeJsonSchema());
await writeSchema('../stacks/schema.json', stackJsonSchema());
await writePart(
  '../docs/checks.md',
  /<!-- checks: begin .*<!-- checks: end -->/s,
  checksMarkdown(),
);
await writePart(
  '../docs/manifest.md',
  /<!-- manifest checks: begin .*<!-- manifest checks: end -->/s,
  manifestChecksMarkdown(),
);

async function writeSchema(file, schema) {
  await writeFile(pathOf(file), `${JSON.stringify(schema, null, 2)}\n`);
}

/** Replaces what matches in a text, the comments that mark it included. */
async function writePart(file, marked, part) {
  const text = await readFile(pathOf(file), 'utf8');
  if (!marked.test(text)) throw new Error(`${file} has lost the comments ${marked.source}`);
  await writeFile(
    pathOf(file),
    text.replace(marked, () => part),
  );
}

function pathOf(file) {
  return fileURLToPath(new URL(file, import.meta.url));
}
