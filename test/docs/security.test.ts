import { stat } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../src/path.js';
import { attackNames, neededNames } from '../attack/programs.js';
import { project, read } from './markdown.js';

const DOCS = 'docs/security.md';

test('every attack has its place on the page on security, and every name there is an attack', async (t) => {
  const rows = (await read(DOCS)).split('\n').filter((line) => line.startsWith('|'));
  const table = rows.slice(rows.findIndex((row) => /\| programs +\|$/.test(row)) + 2);
  const end = table.findIndex((row) => row.startsWith('| attack '));
  const named = table
    .slice(0, end)
    .flatMap((row) => [...(row.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, name = '']) => name);
  t.deepEqual([...new Set(named)].sort(), await attackNames());
  for (const name of await neededNames()) t.true((await read(DOCS)).includes(`\`${name}\``), name);
});

test('the tests that the page on security names are there', async (t) => {
  const paths = [...(await read(DOCS)).matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);
  t.true(paths.length > 5);
  for (const path of paths) await t.notThrowsAsync(stat(inHost(project, path)), path);
});
