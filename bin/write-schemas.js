// `npm run schemas`: what is generated from definitions in the code: the JSON Schemas for editors, that of
// what `--json` prints, the checks
// in docs/checks.md and docs/manifest.md, what is known of verbs before one is loaded, and the verbs in
// docs/command-line.md.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { checksMarkdown } from '../src/audit/index.js';
import { describeVerbs } from '../src/cli/describe-verbs.js';
import { outputJsonSchema } from '../src/cli/schema/output.js';
import { manifestChecksMarkdown } from '../src/manifest/check/index.js';
import { recipeJsonSchema, systemJsonSchema } from '../src/recipe/index.js';
import { stackJsonSchema, stackNamesJsonSchema } from '../src/stack/index.js';

await writeSchema('../recipes/schema.json', recipeJsonSchema());
await writeSchema('../recipes/systems/schema.json', systemJsonSchema());
await writeSchema('../stacks/schema.json', stackJsonSchema());
await writeSchema('../docs/output.schema.json', outputJsonSchema());
await writeSchema('../stacks/names.schema.json', stackNamesJsonSchema());
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

await writeCatalogue('../src/cli/catalogue/verbs.ts', await describeVerbs());
// What was written just now.
const { verbsMarkdown } = await import('../src/cli/help/markdown.js');
await writePart(
  '../docs/command-line.md',
  /<!-- verbs: begin .*<!-- verbs: end -->/s,
  verbsMarkdown(),
);

async function writeSchema(file, schema) {
  await writeFile(pathOf(file), `${JSON.stringify(schema, null, 2)}\n`);
}

/** As a module, so that it is compiled with the others; each flag in it once, however many verbs have it. */
async function writeCatalogue(file, { commonFlags, verbs }) {
  const flags = [...commonFlags, ...verbs.flatMap((verb) => verb.flags)].map(asText);
  const names = new Map([...new Set(flags)].map((flag, index) => [flag, `flag${index + 1}`]));
  const named = (list) => `[${list.map((flag) => names.get(asText(flag))).join(', ')}]`;
  const entries = verbs.map(
    (verb) => `${asText({ ...verb, flags: undefined }).slice(0, -1)}, flags: ${named(verb.flags)}}`,
  );
  const text = `// Written by \`npm run schemas\` from the modules in src/cli/verbs.
import type { Flag } from '../describe/flag.js';
import type { VerbEntry } from './entry.js';

${[...names].map(([flag, name]) => `const ${name}: Flag = ${flag};`).join('\n')}

/** The options that every verb has. */
export const COMMON_FLAGS: readonly Flag[] = ${named(commonFlags)};

/** Verbs and subverbs, in the order of the registry. */
export const VERBS: readonly VerbEntry[] = [${entries.join(', ')}];
`;
  const options = await resolveConfig(pathOf(file));
  await writeFile(pathOf(file), await format(text, { ...options, filepath: file }));
}

function asText(value) {
  return JSON.stringify(value);
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
