// `npm run build`: src/ into dist/, as scripts of the older module format, which start faster, and beside them
// what V8 makes of them, see load.js.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { bundle, replaceFiles } from './compile.js';

const HASHA = /\/node_modules\/hasha\/index\.js$/;

// A thread starts from a file of its own, as a module.
const threads = await bundle({
  entryPoints: ['src/archive/gzip/deflate/worker.js', 'src/archive/tar/files/file-worker.js'],
  entryNames: '[name]',
  outdir: 'dist',
  splitting: false,
});
const modules = await bundle({
  entryPoints: ['src/cli/main.ts'],
  entryNames: '[name]',
  outdir: 'dist',
  // A script has it anyway.
  banner: {},
  sourcemap: 'inline',
  plugins: [{ name: 'hasha', setup: (build) => void build.onLoad({ filter: HASHA }, hasha) }],
});
const scripts = await Promise.all(modules.map(asScript));
// The one that loads the others comes last.
const isLast = (parts) => parts.some(({ path: file }) => path.basename(file) === 'main.js');
scripts.sort((a, b) => isLast(a) - isLast(b));
// What was made of other scripts with the same names is no use, whichever Node it is for.
const folder = path.dirname(modules[0].path);
for (const name of existsSync(folder) ? readdirSync(folder) : []) {
  if (name.endsWith('.cache')) rmSync(path.join(folder, name), { force: true });
}
replaceFiles([...threads, ...scripts.flat()]);

const warmUp = fileURLToPath(new URL('warm-up.js', import.meta.url));
// What fails here is only slower later.
spawnSync(process.execPath, [warmUp], { stdio: ['ignore', 'ignore', 'inherit'] });

/** hasha without the `await` at its top, which a script can't have: elsewhere than in Node there are no threads. */
function hasha({ path: file }) {
  const text = readFileSync(file, 'utf8');
  const contents = text.replace(
    /^const \{Worker\} = await .*?^\}\)\(\);$/ms,
    "import { Worker } from 'node:worker_threads';",
  );
  if (contents === text) throw new Error(`${file} begins otherwise than bin/build.js expects`);
  return { contents };
}

/** A file of a bundle as a script, with its source map: a function that load.js calls. */
async function asScript({ path: file, text }) {
  const head = '(function (exports, require, module, __filename, __dirname) {';
  const url = "const import_meta_url = require('node:url').pathToFileURL(__filename).href;";
  const usesUrl = text.includes('import.meta.url');
  const { code, map } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    sourcefile: path.basename(file),
    sourcemap: true,
    banner: usesUrl ? `${head} ${url}` : head,
    footer: '})',
    ...(usesUrl && { define: { 'import.meta.url': 'import_meta_url' } }),
  });
  const contents = `${code}//# sourceMappingURL=${path.basename(file)}.map\n`;
  return [
    { path: `${file}.map`, contents: map },
    { path: file, contents },
  ];
}
