import test, { type ExecutionContext } from 'ava';
import { overlayCase } from './overlaying.js';

async function problem(t: ExecutionContext, overlay: string): Promise<string> {
  const it = await overlayCase(t, { a: 'a' }, overlay);
  const error = await t.throwsAsync(it.run(), { code: 'OVERLAY_INVALID' });
  return error.message.replace(it.overlay, 'FILE');
}

test('what is wrong in an overlay is told with line and column', async (t) => {
  const cases: [string, string][] = [
    ['changes: [', 'FILE:1:11: '],
    ['changes: []', 'FILE:1:10: changes: changes nothing'],
    ['changes: [remove: a]\nchange: []', "FILE:2:1: unknown key 'change': did you mean 'changes'?"],
    [
      'changes:\n  - repalce: a\n',
      "FILE:2:5: changes[0]: says no change (known: replace, patch, add, remove, edit, manifest): did you mean 'replace'?",
    ],
    ['changes:\n  - a\n', 'FILE:2:5: changes[0]: is no change'],
    [
      'changes:\n  - remove: a\n    add: b\n',
      'FILE:2:5: changes[0]: is add and remove at once: make two changes of it',
    ],
    [
      'changes:\n  - remove: a\n    mod: b\n',
      "FILE:3:5: changes[0]: unknown key 'mod' (known here: remove)",
    ],
    [
      'changes:\n  - replace: a\n    text: x\n    with: ""\n',
      'FILE:4:11: changes[0].with: is empty, and whether an empty text was put there already can not be seen: take a neighbouring line into both',
    ],
    [
      'changes:\n  - replace: a\n    text: x\n    with: x\n',
      "FILE:4:11: changes[0].with: is the same as 'text'",
    ],
    [
      'changes:\n  - replace: ../a\n    text: x\n    with: y\n',
      'FILE:2:14: changes[0].replace: leads out of the buildpack',
    ],
    ['changes:\n  - remove: /etc\n', 'FILE:2:13: changes[0].remove: is absolute'],
    ['changes:\n  - remove: ./.git/x\n', 'FILE:2:13: changes[0].remove: is a file of git'],
    ['changes:\n  - add: a\n', "FILE:2:5: changes[0]: takes 'content' or 'from', one of them"],
    ['changes:\n  - add: a\n    content: x\n    mode: 755\n', 'FILE:4:11: changes[0].mode: '],
    ['changes:\n  - patch: ../x\n', 'FILE:2:12: changes[0].patch: leads out of the folder'],
    [
      'changes:\n  - edit: a.zip\n    changes:\n      - edit: b\n',
      'FILE:4:9: changes[0].changes[0]: says no change (known: replace, patch, add, remove)',
    ],
    [
      'changes:\n  - manifest:\n      a..b: x\n',
      "FILE:3:13: changes[0].manifest.a..b: 'a..b' is no path of a manifest, such as dependencies[name=libffi].uri",
    ],
    [
      'changes:\n  - manifest:\n      a: 3\n',
      'FILE:3:10: changes[0].manifest.a: takes texts and lists of texts: put numbers in quotes',
    ],
    [`changes: ${'['.repeat(5000)}`, 'FILE: it is nested more than 200 levels deep'],
  ];
  for (const [overlay, expected] of cases) {
    const message = await problem(t, overlay);
    t.true(message.startsWith(expected), `${message}\n${expected}`);
  }
});

test('an overlay that is not there is an error', async (t) => {
  const it = await overlayCase(t, { a: 'a' }, 'changes: [remove: a]');
  const overlay = it.folder;
  await t.throwsAsync(it.run({ overlay }), {
    code: 'USAGE',
    message: `There is no overlay ${it.folder}.`,
  });
  await t.throwsAsync(it.run({ directory: it.overlay, output: undefined }), {
    code: 'USAGE',
    message: `There is no folder ${it.overlay}.`,
  });
});

test('an overlay that is too large is not read', async (t) => {
  const it = await overlayCase(t, { a: 'a' }, `#${'x'.repeat(9_000_000)}`);
  await t.throwsAsync(it.run(), {
    code: 'OVERLAY_INVALID',
    message: `${it.overlay} is too large to be read: 9 MB, 1.05 MB at most`,
  });
});
