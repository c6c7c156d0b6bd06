import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import test from 'ava';
import { createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { BuilderError } from '../../src/error.js';
import { inHost } from '../../src/path.js';
import { overlayCase } from '../buildpack/overlay/overlaying.js';
import { budget } from './budget.js';
import { outcomeOf } from './outcome.js';
import { spoilt } from './spoilt.js';

const files = {
  'bin/compile': Array.from({ length: 30 }, (_, index) => `line ${index % 7}\n`).join(''),
  'lib/no-end': 'a\nb\nc',
  'lib/empty': '',
  'lib/dos': 'a\r\nb\r\nc\r\n',
};

const name = fc.constantFrom(...Object.keys(files), ...Object.keys(files), 'lib/new', '../secret');

/** A text that differs in a few lines from what is there. */
const other = fc
  .tuple(
    name,
    fc.array(fc.tuple(fc.nat(30), fc.constantFrom('', 'x\n', 'line 3\n')), { maxLength: 3 }),
  )
  .map(([path, changes]) => {
    const before = new Map(Object.entries(files)).get(path) ?? '';
    const lines = before.split(/(?<=\n)/);
    for (const [at, line] of changes) lines.splice(at % (lines.length + 1), at % 2, line);
    return { path, before, after: lines.join('') };
  });

const part = fc
  .tuple(
    other,
    fc.nat(4),
    fc.constantFrom('plain', 'git', 'git', 'new', 'deleted', 'rename', 'copy', 'mode'),
  )
  .map(([{ path, before, after }, context, form]) => {
    const diff = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, '', '', { context });
    const hunks = diff.replace(/^=+\n/, '');
    const head = `diff --git a/${path} b/${path}\n`;
    switch (form) {
      case 'plain':
        return hunks;
      case 'new':
        return `${head}new file mode 100644\nindex 0000000..1111111\n${hunks.replace(/^--- .*/m, '--- /dev/null')}`;
      case 'deleted':
        return `${head}deleted file mode 100755\n${hunks.replace(/^\+\+\+ .*/m, '+++ /dev/null')}`;
      case 'rename':
      case 'copy':
        return `diff --git a/${path} b/lib/to\nsimilarity index 90%\n${form} from ${path}\n${form} to lib/to\n`;
      case 'mode':
        return `${head}old mode 100644\nnew mode 100755\n`;
      default:
        return `${head}index 1234567..89abcde 100644\n${hunks}`;
    }
  });

const BINARY =
  'diff --git a/lib/empty b/lib/empty\nindex e69de29bb2d1d6434b8b29ae775ad8c2e48c5391..' +
  '9f4b6d8bfeaf44aaa69872286163784706d1b053 100644\nGIT binary patch\nliteral 2\nJcmZPo0ssI20RR91\n\nliteral 0\nHcmV?d00001\n\n';

const patches = spoilt(
  fc
    .array(fc.oneof({ weight: 6, arbitrary: part }, fc.constant(BINARY)), { maxLength: 2 })
    .map((parts) => parts.join('')),
  [
    '\n',
    '\r\n',
    '+',
    '-',
    ' ',
    '\\ No newline at end of file\n',
    '@@ -1 +1 @@\n',
    '@@ -0,0 +1,9 @@\n',
    '@@ -1,99999999999 +1 @@\n',
    '--- ',
    '+++ ',
    '--- a/../secret\n',
    '+++ b/../secret\n',
    '+++ /etc/passwd\n',
    'diff --git ',
    'rename to ../secret\n',
    'rename from ../secret\n',
    'new mode 120000\n',
    'new mode 160000\n',
    '"a/\\303\\251"',
    'literal 99999999\n',
    'delta 5\n',
    'GIT binary patch\n',
    '-- \n2.39.5\n',
    'From 0123 Mon\n',
  ],
);

test('an overlay with any patch is applied or refused, and changes nothing but its copy', async (t) => {
  const it = await overlayCase(t, files, [{ patch: 'a.patch' }], { secret: 'secret' });
  const { isOver, numRuns } = budget(200, 5);
  let applied = 0;
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(patches, async (text) => {
      if (isOver()) return;
      await rm(it.output, { recursive: true, force: true });
      await writeFile(inHost(it.folder, 'a.patch'), text);
      const refused: unknown = await outcomeOf(() => it.run().then(() => undefined));
      t.true(refused === undefined || refused instanceof BuilderError, inspect(refused));
      if (refused === undefined) {
        applied += 1;
        t.deepEqual((await it.again()).differences, [], 'a second time changes nothing');
      } else refusals += 1;
      const result = refused === undefined ? ['result'] : [];
      t.deepEqual((await readdir(it.folder)).sort(), [
        'a.patch',
        'buildpack',
        'overlay.yml',
        ...result,
        'secret',
      ]);
    }),
    { numRuns },
  );
  t.log(`${applied} applied, ${refusals} refused`);
  t.true(applied > 0 && refusals > 0);
  t.is(await readFile(inHost(it.folder, 'secret'), 'utf8'), 'secret');
  for (const [path, content] of Object.entries(files)) {
    t.is(await readFile(inHost(it.buildpack, path), 'utf8'), content);
  }
});
