// `npm run build`: src/ into dist/, as few files, since loading many is most of what starting takes.
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  // A thread starts from a file of its own.
  entryPoints: [
    'src/cli/main.ts',
    'src/archive/gzip/deflate/worker.js',
    'src/archive/tar/files/file-worker.js',
  ],
  entryNames: '[name]',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Dependencies in the older module format ask for Node's own modules this way.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  sourcemap: true,
  logLevel: 'warning',
  write: false,
});

// Another process may be starting from these very files: each is replaced at once, the first one
// that is loaded last of all.
const isMain = (file) => path.basename(file.path) === 'main.js';
for (const { path: file, contents } of outputFiles.sort((a, b) => isMain(a) - isMain(b))) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, contents);
  renameSync(`${file}.${process.pid}`, file);
}

// Files of earlier builds go when nobody can be running from them any more.
const A_DAY = 24 * 60 * 60 * 1000;
const current = new Set(outputFiles.map(({ path: file }) => file));
for (const folder of new Set(outputFiles.map(({ path: file }) => path.dirname(file)))) {
  // Behind a link they may be somebody else's.
  if (lstatSync(folder).isSymbolicLink()) continue;
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const isOurs = /\.js(\.map)?$/.test(name) && !current.has(file);
    if (isOurs && Date.now() - statSync(file).mtimeMs > A_DAY) rmSync(file, { force: true });
  }
}
