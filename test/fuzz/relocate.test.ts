import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import test from 'ava';
import fc from 'fast-check';
import { guestPath, inHost } from '../../src/path.js';
import { relocateTree } from '../../src/relocate/index.js';
import { toolsIn } from '../relocate/scratch.js';
import { temporaryFolder } from '../pack/folder.js';
import { cpuTime } from '../cpu-time.js';
import { budget, HANG } from './budget.js';

const BUILD = '/binary-builder/staging';
const PREFIX = '/app/.heroku/vendor';

const word = fc.oneof(
  fc.constantFrom(
    BUILD,
    `${BUILD}/lib`,
    `${BUILD}${BUILD}`,
    '/binary-builder/source/lib',
    `-L${BUILD}/lib`,
    '-L/binary-builder/source/.libs',
    '-Wl,-rpath,/binary-builder/source',
    "dependency_libs='",
    "libdir='",
    "old_library='libx.a'",
    "old_library='../../secret'",
    'prefix=',
    'Libs: ',
    'Libs.private: ',
    '$(libdir)',
    '$$(libdir)',
    '${libdir}',
    'libdir=',
    '#!',
    '#! /binary-builder/staging/bin/python',
    "'",
    '$&',
    '$1',
    "$'",
    ' ',
    '\t',
    '\r',
    '\n',
    '\n',
  ),
  fc.string({ maxLength: 10 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc
    .tuple(fc.constantFrom('/', '/a', ' ', '$(', '-L', "'", '\n', BUILD), fc.nat(3000))
    .map(([text, times]) => text.repeat(times)),
);
const text = fc.array(word, { maxLength: 25 }).map((words) => words.join(''));
const name = fc.constantFrom('libx.la', 'x.pc', 'script', 'x.la', 'y.pc', 'Makefile');
const files = fc.dictionary(name, text, { minKeys: 1, maxKeys: 4 });

test('texts of any kind are relocated without a crash or a hang, and once is enough', async (t) => {
  const folder = await temporaryFolder(t);
  const root = inHost(folder, 'tree');
  await writeFile(inHost(folder, 'secret'), `secret of ${BUILD}`);
  const relocate = () =>
    relocateTree(
      { root, guest: guestPath(BUILD), prefix: guestPath(PREFIX) },
      {
        mappings: [{ from: guestPath('/binary-builder/source'), to: '/usr/src/x' }],
        prune: [],
        strip: { enabled: false, keep: [] },
        run: toolsIn(root),
      },
    );
  const { isOver, numRuns } = budget(500, 4);
  await fc.assert(
    fc.asyncProperty(files, async (contents) => {
      if (isOver()) return;
      await rm(root, { recursive: true, force: true });
      await mkdir(root);
      for (const [path, content] of Object.entries(contents)) {
        await writeFile(inHost(root, path), content);
      }
      const spent = cpuTime();
      await relocate();
      if (spent() > HANG) throw new Error('it hangs');
      t.deepEqual((await readdir(root)).sort(), Object.keys(contents).sort());
      t.deepEqual((await relocate()).rewritten, []);
    }),
    { numRuns },
  );
  t.is(await readFile(inHost(folder, 'secret'), 'utf8'), `secret of ${BUILD}`);
  t.deepEqual((await readdir(folder)).sort(), ['secret', 'tree']);
});
