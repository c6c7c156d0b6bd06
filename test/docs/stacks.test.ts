import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import { ARCH_NAMES } from '../../src/architecture.js';
import { hostPath, inHost } from '../../src/path.js';
import { RUNNER_NAMES } from '../../src/sandbox/index.js';
import {
  knownStacks,
  loadStacks,
  stackJsonSchema,
  stackNamesJsonSchema,
} from '../../src/stack/index.js';
import { blocksOf, codeOf, project, propertiesOf, read } from './markdown.js';

const DOCS = 'docs/stacks.md';
const yaml = blocksOf(await read(DOCS)).filter(({ language }) => language === 'yaml');

const isOfNames = ({ info }: { info: string }) => info === 'title=stacks/names.yml';

for (const { info, text, line } of yaml.filter((block) => !isOfNames(block))) {
  test(`the YAML at ${DOCS}:${line} is a valid stack`, async (t) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'docs-stack-'));
    t.teardown(() => rm(folder, { recursive: true }));
    const file = /^title=stacks\/(.+\.yml)$/.exec(info)?.[1] ?? '';
    await writeFile(path.join(folder, file), text);
    const [stack] = await loadStacks([hostPath(folder)]);
    t.is(`${stack?.name ?? ''}.yml`, file);
  });
}

test('names of other stacks are written as they are shown, and every key is explained', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'docs-stack-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'names.yml'), yaml.find(isOfNames)?.text ?? '');
  t.deepEqual(await knownStacks([hostPath(folder)]), [
    { name: 'edge', inFileNames: false },
    { name: 'ourfs2', inFileNames: true },
  ]);
  const words = new Set(codeOf(await read(DOCS)).split('\n'));
  const keys = [...propertiesOf(stackNamesJsonSchema())].filter((key) => key !== 'names');
  t.deepEqual(
    keys.filter((key) => !words.has(key)),
    [],
  );
});

test('the stack from an archive is the one in examples/', async (t) => {
  const shown = yaml.find(({ info }) => info === 'title=stacks/cflinuxfs4.yml');
  t.is(shown?.text, await read('examples/stacks/cflinuxfs4.yml'));
});

test('the stacks in examples/ are valid', async (t) => {
  const stacks = await loadStacks([inHost(project, 'examples/stacks')]);
  t.deepEqual(
    stacks.map(({ name }) => name),
    ['cflinuxfs4'],
  );
});

test('every key of a stack is explained', async (t) => {
  const words = new Set(codeOf(await read(DOCS)).split('\n'));
  const keys = [...propertiesOf(stackJsonSchema())].filter(
    (key) => !ARCH_NAMES.some((arch) => arch === key),
  );
  t.true(keys.includes('toolchain'));
  t.deepEqual(
    keys.filter((key) => !words.has(key)),
    [],
  );
});

test('every stack that comes with binary-builder is listed with its glibc', async (t) => {
  const lines = (await read(DOCS)).split('\n');
  for (const { name, glibc, architectures } of await loadStacks([inHost(project, 'stacks')])) {
    const row = lines.find((line) => line.startsWith(`| \`${name}\``)) ?? '';
    t.regex(row, new RegExp(`\\| ${glibc.replace('.', '\\.')} +\\|`));
    for (const arch of architectures) t.true(row.includes(`\`${arch}\``));
  }
});

test('every runner is described', async (t) => {
  const text = await read(DOCS);
  for (const name of RUNNER_NAMES) t.true(text.includes(name));
});
