// Compiles the tests to .tests/: started from there, a file of tests costs a second of processor time
// less than compiled while it is loaded.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from '../bin/compile.js';

await compile({
  // What a test starts as a process of its own lies in folders of this name.
  entryPoints: ['test/**/*.test.ts', 'test/**/process/*.ts', 'test/real/manifests.ts'],
  outbase: '.',
  outdir: '.tests',
  // Some find files of theirs beside them.
  packages: 'external',
  plugins: [{ name: 'places', setup: keepPlaces }],
});

/** Compiled code finds fixtures, recipes and stacks where its source does. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
    const places = {
      dirname: path.dirname(file),
      filename: file,
      url: pathToFileURL(file).href,
    };
    const contents = readFileSync(file, 'utf8').replace(
      /\bimport\.meta\.(dirname|filename|url)\b/g,
      (_, name) => JSON.stringify(places[name]),
    );
    return { contents, loader: 'ts' };
  });
}
