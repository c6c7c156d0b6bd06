import { stat } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { inHost } from '../../src/path.js';
import { anchorsOf, linksOf, markdownFiles, project, read } from './markdown.js';

for (const file of await markdownFiles()) {
  test(`the links of ${file} lead somewhere`, async (t) => {
    for (const { file: target, anchor } of linksOf(await read(file))) {
      const to = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
      await t.notThrowsAsync(stat(inHost(project, to)), `${file} → ${to}`);
      if (anchor !== undefined) {
        t.true(anchorsOf(await read(to)).has(anchor), `${file} → ${to}#${anchor}`);
      }
    }
    t.pass();
  });
}
