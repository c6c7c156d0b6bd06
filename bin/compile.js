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

/**
 * Compiles into as few files as can be, since loading many is most of what starting takes. Another
 * process may be starting from these very files: each is replaced at once.
 * @param options what esbuild has to know beside what is the same for all: entryPoints, outdir, …
 * @param last the name of the file, if there is one, that is replaced last of all, as it loads the others
 */
export async function compile(options, last) {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
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
    ...options,
  });
  const isLast = (file) => path.basename(file.path) === last;
  for (const { path: file, contents } of outputFiles.sort((a, b) => isLast(a) - isLast(b))) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, contents);
    renameSync(`${file}.${process.pid}`, file);
  }
  removeEarlier(outputFiles.map(({ path: file }) => file));
}

/** Files of earlier builds go when nobody can be running from them any more. */
function removeEarlier(files) {
  const current = new Set(files);
  for (const folder of new Set(files.map((file) => path.dirname(file)))) {
    // Behind a link they may be somebody else's.
    if (lstatSync(folder).isSymbolicLink()) continue;
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      const isOurs = /\.js(\.map)?$/.test(name) && !current.has(file);
      if (isOurs && Date.now() - statSync(file).mtimeMs > A_DAY) rmSync(file, { force: true });
    }
  }
}
