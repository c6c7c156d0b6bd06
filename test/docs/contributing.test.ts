import { stat } from 'node:fs/promises';
import test from 'ava';
import { EDGES } from '../../eslint.rooms.js';
import { inHost } from '../../src/path.js';
import { blocksOf, project, read } from './markdown.js';

const text = await read('CONTRIBUTING.md');
const [, examples = ''] = /^## Worked examples$([^]*?)^## /m.exec(text) ?? [];

const roomOf = (element: string) => element.split('/')[0] ?? element;

/** The rooms of the picture, from above, with their parts. */
const pictured = (blocksOf(text).find(({ language }) => language === 'rooms')?.text ?? '')
  .split('\n')
  .flatMap((line) => {
    const [, room, parts = ''] = /^([a-z]+) +.*?(?: {2,}([a-z ]+))?$/.exec(line) ?? [];
    return room === undefined ? [] : [{ room, parts: parts.split(' ').filter(Boolean) }];
  });

test('the picture of the rooms has those of the table, with their parts', (t) => {
  const elements = pictured.flatMap(({ room, parts }) =>
    parts.length === 0 ? [room] : parts.map((part) => `${room}/${part}`),
  );
  const table = Object.keys(EDGES).filter(
    (element) => !Object.keys(EDGES).some((other) => other.startsWith(`${element}/`)),
  );
  t.deepEqual(elements.toSorted(), table.toSorted());
});

test('a room imports rooms below it in the picture', (t) => {
  const heights = new Map(pictured.map(({ room }, index) => [room, -index]));
  const upward = Object.entries(EDGES).flatMap(([from, targets]) =>
    targets
      .filter((to) => roomOf(to) !== roomOf(from))
      .filter((to) => (heights.get(roomOf(to)) ?? 0) >= (heights.get(roomOf(from)) ?? 0))
      .map((to) => `${from} → ${to}`),
  );
  t.deepEqual(upward, []);
});

test('there is an example for each thing that is added often', (t) => {
  const titles = [...examples.matchAll(/^### (.+)$/gm)].map(([, title]) => title);
  t.deepEqual(titles, ['A check', 'An origin', 'A runner', 'A verb', 'A recipe key']);
});

for (const [, title = '', body = ''] of examples.matchAll(
  /^### (.+)$([^]*?)(?=^### |$(?![^]))/gm,
)) {
  test(`the files of the example ‘${title}’ are there`, async (t) => {
    const files = [...body.matchAll(/`((?:src|test|docs|recipes)\/[^`]+)`/g)];
    t.true(files.length > 0);
    for (const [, file = ''] of files) await t.notThrowsAsync(stat(inHost(project, file)), file);
  });
}

const REGISTRIES = {
  'A check': { registry: 'src/audit/checks.ts', file: 'src/audit/checks/setuid.ts' },
  'An origin': {
    registry: 'src/source/origin/registry.ts',
    file: 'src/source/origin/debian/debian.ts',
  },
  'A runner': { registry: 'src/sandbox/registry.ts', file: 'src/sandbox/runner/podman/podman.ts' },
} as const;

for (const [title, { registry, file }] of Object.entries(REGISTRIES)) {
  test(`the registry of the example ‘${title}’ has its file, and both are named`, async (t) => {
    const imported = file.replace(registry.replace(/[^/]+$/, ''), './').replace(/\.ts$/, '.js');
    t.true((await read(registry)).includes(`from '${imported}'`));
    for (const named of [registry, file]) t.true(examples.includes(`\`${named}\``), named);
  });
}
