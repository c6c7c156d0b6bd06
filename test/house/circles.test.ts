import { readdir, readFile } from 'node:fs/promises';
import nodePath from 'node:path';
import test from 'ava';
import ts from 'typescript';
import { hostPath } from '../../src/path.js';

const project = hostPath(import.meta.dirname, '../..');

/** The files of src/ that a file imports, types and what is loaded later too. */
async function importsOf(file: string, files: ReadonlySet<string>): Promise<string[]> {
  const { importedFiles } = ts.preProcessFile(await readFile(file, 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => nodePath.join(nodePath.dirname(file), fileName))
    .map((path) => path.replace(/\.js$/, '.ts'))
    .filter((path) => files.has(path));
}

test('no file of the house imports itself by way of others', async (t) => {
  const entries = await readdir(nodePath.join(project, 'src'), {
    recursive: true,
    withFileTypes: true,
  });
  const files = new Set(
    entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => nodePath.join(entry.parentPath, entry.name)),
  );
  const imports = new Map<string, string[]>();
  for (const file of files) imports.set(file, await importsOf(file, files));

  // Whoever imports nothing that is left is in no circle.
  for (let before = -1; before !== imports.size;) {
    before = imports.size;
    for (const [file, imported] of imports) {
      if (!imported.some((other) => imports.has(other))) imports.delete(file);
    }
  }
  t.deepEqual([...imports.keys()], []);
});
