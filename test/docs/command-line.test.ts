import test, { type ExecutionContext } from 'ava';
import { z } from 'zod';
import { flagsBehind, ownName, subverbsOf, verbNames } from '../../src/cli/catalogue/find.js';
import { COMMON_FLAGS, VERBS } from '../../src/cli/catalogue/verbs.js';
import { type Flag, partsOf } from '../../src/cli/describe/flag.js';
import { findVerb } from '../../src/cli/find-verb.js';
import { verbsMarkdown } from '../../src/cli/help/markdown.js';
import { answerSchema } from '../../src/cli/schema/answer.js';
import { eventSchema } from '../../src/cli/schema/event.js';
import { outputJsonSchema, outputSchema } from '../../src/cli/schema/output.js';
import { EXIT } from '../../src/error.js';
import { checks } from '../../src/audit/index.js';
import { CACHE_KINDS } from '../../src/store/index.js';
import { anchorsOf, blocksOf, codeOf, read } from './markdown.js';

const DOCS = 'docs/command-line.md';
/** `--long` and `-s` of flags. */
const namesOf = (flags: readonly Flag[]) =>
  flags.map(partsOf).flatMap(({ long, short }) => [long, ...(short === undefined ? [] : [short])]);

test('every verb has a heading and an example', async (t) => {
  const text = await read(DOCS);
  const commands = consoleCommands(text);
  for (const verb of verbNames()) {
    t.true(anchorsOf(text).has(verb), `a heading for ${verb}`);
    t.true(
      commands.some((words) => words[0] === verb),
      `an example of ${verb}`,
    );
  }
});

test('the examples use verbs and options that there are', async (t) => {
  const commands = consoleCommands(await read(DOCS));
  t.true(commands.length > 20);
  for (const words of commands) {
    const asked = findVerb(words);
    const verb = asked.what === 'verb' ? asked.name : 'build';
    const [word = ''] = words;
    t.true(asked.what === 'verb' || word.startsWith('-'), words.join(' '));
    const known = [...namesOf(flagsBehind(verb)), '--version'];
    for (const flag of words.filter((other) => other.startsWith('-'))) {
      t.true(known.includes(flag.split('=', 1).join('')), `${words.join(' ')}: ${flag}`);
    }
  }
});

test('what each verb takes is what it says itself; else: npm run schemas', async (t) => {
  t.true((await read(DOCS)).includes(verbsMarkdown()));
});

test('every subverb is named where its verb is explained', async (t) => {
  const text = await read(DOCS);
  for (const verb of verbNames()) {
    const [, section = ''] = text.split(`\n### ${verb}\n`);
    const code = codeOf(section.split('\n### ', 1).join('')).split(/[\n ]/);
    const names = subverbsOf(verb).map(ownName);
    t.deepEqual(
      names.filter((name) => !code.includes(name)),
      [],
    );
  }
});

test('every option is explained', async (t) => {
  const code = codeOf(await read(DOCS)).split(/[\n, ]+/);
  const all = [...COMMON_FLAGS, ...VERBS.flatMap(({ flags }) => flags)];
  t.deepEqual(
    [...new Set(namesOf(all))].filter((flag) => !code.includes(flag)),
    [],
  );
});

test('every error code is listed, with the exit code that it ends in', async (t) => {
  const source = await read('src/error.ts');
  const exits: Readonly<Record<string, number>> = EXIT;
  const codes = [...source.matchAll(/^ {2}([A-Z_]+): EXIT\.(\w+),$/gm)].map(
    ([, code = '', exit = '']) => ({ code, exit: exits[exit] }),
  );
  t.true(codes.length > 25);
  const rows = [...(await read(DOCS)).matchAll(/^\| `([A-Z_]+)` +\| (\d+) +\|/gm)];
  t.deepEqual(
    rows.map(([, code, exit]) => ({ code, exit: Number(exit) })),
    codes,
  );
});

test('every event is listed, with an example', async (t) => {
  await hasRowAndExample(t, EVENTS, typesOf(eventSchema));
});

test('every answer is listed, with an example', async (t) => {
  await hasRowAndExample(t, ANSWERS, typesOf(answerSchema));
});

test('every example of an event names what it belongs to', async (t) => {
  const id = z.string().regex(/^[\w.-]+-debian12-x64-[0-9a-f]{8}$/);
  const belonging = z
    .looseObject({ build: id, stack: z.string(), url: z.url(), staging: id })
    .partial()
    .refine(({ build, stack, url, staging }) => build ?? stack ?? url ?? staging);
  for (const example of await examplesOf(EVENTS)) t.notThrows(() => belonging.parse(example));
});

test('an answer is named after what was done with what', (t) => {
  for (const type of typesOf(answerSchema)) t.regex(type, /^[a-z]+\.([a-z]+[dnt]|made)$/);
});

test('docs/output.schema.json is what the schema gives; else: npm run schemas', async (t) => {
  t.deepEqual(JSON.parse(await read('docs/output.schema.json')), outputJsonSchema());
});

const EVENTS = 'Events';
const ANSWERS = 'What a verb answers';

type Lines = typeof eventSchema | typeof answerSchema;

function typesOf({ options }: Lines): string[] {
  return options.map(({ shape }) => shape.type.value);
}

/** The examples below a heading, as lines of `--json`. */
async function examplesOf(heading: string) {
  const [, below = ''] = (await read(DOCS)).split(new RegExp(`^##+ ${heading}$`, 'm'));
  const [block] = blocksOf(below).filter(({ language }) => language === 'jsonl');
  const lines = block?.text.trimEnd().split('\n') ?? [];
  return lines.map((line) => outputSchema.parse(JSON.parse(line)));
}

async function hasRowAndExample(t: ExecutionContext, heading: string, types: readonly string[]) {
  const rows = [...(await read(DOCS)).matchAll(/^\| `([a-z.]+)` +\|/gm)].map(([, type]) => type);
  t.deepEqual(
    (await examplesOf(heading)).map(({ type }) => type),
    types,
  );
  t.deepEqual(
    types.filter((type) => !rows.includes(type)),
    [],
  );
}

test('every folder of the cache is described', async (t) => {
  const code = codeOf(await read(DOCS)).split('\n');
  t.deepEqual(
    CACHE_KINDS.filter((kind) => !code.includes(`${kind}/`)),
    [],
  );
});

test('every check has a heading', async (t) => {
  const anchors = anchorsOf(await read('docs/checks.md'));
  t.deepEqual(
    Object.keys(checks).filter((id) => !anchors.has(id)),
    [],
  );
});

/** What stands behind `$ binary-builder` in the examples, as words. */
function consoleCommands(markdown: string): string[][] {
  return blocksOf(markdown)
    .filter(({ language }) => language === 'console')
    .flatMap(({ text }) => [...text.matchAll(/^\$ binary-builder (.+)$/gm)])
    .map(([, words = '']) => words.split(/\s+/));
}
