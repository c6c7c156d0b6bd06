// How our code is compiled: for the program that is installed, and for the tests.
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

const A_DAY = 24 * 60 * 60 * 1000;

/** Dependencies in the older module format ask for Node's own modules this way. */
const BANNER =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Compiles into modules, in as few files as can be. Another process may be starting from these very files:
 * each is replaced at once.
 * @param options what esbuild has to know beside what is the same for all: entryPoints, outdir, …
 */
export async function compile(options) {
  replaceFiles(await bundle(options));
}

/**
 * What esbuild makes, file by file.
 * @returns the files, `path` and `contents` of each; none is written
 */
export async function bundle(options) {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: { js: BANNER },
    sourcemap: true,
    logLevel: 'warning',
    write: false,
    ...options,
  });
  return outputFiles;
}

/** Replaces files in the order given, and removes those of earlier builds beside them. */
export function replaceFiles(files) {
  for (const { path: file, contents } of files) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, contents);
    renameSync(`${file}.${process.pid}`, file);
  }
  removeEarlier(files.map(({ path: file }) => file));
}

/** Files of earlier builds go when nobody can be running from them any more. */
function removeEarlier(files) {
  const current = new Set(files);
  for (const folder of new Set(files.map((file) => path.dirname(file)))) {
    // Behind a link they may be somebody else's.
    if (lstatSync(folder).isSymbolicLink()) continue;
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      const isOurs = /\.js(\.map|\..*\.cache)?$/.test(name) && !current.has(file);
      if (isOurs && Date.now() - statSync(file).mtimeMs > A_DAY) rmSync(file, { force: true });
    }
  }
}
