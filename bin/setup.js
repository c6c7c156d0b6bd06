// Makes a checkout ready to run: npm packages and compiled code. Plain JavaScript without
// dependencies, since on a new machine there are none yet.
import { existsSync, lstatSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const inRoot = (...parts) => path.join(root, ...parts);

/** Installs and compiles what is missing or older than its source; an installed package has both. */
export function ready() {
  if (!existsSync(inRoot('src'))) return;
  if (isOlder(inRoot('node_modules/.package-lock.json'), [inRoot('package-lock.json')])) {
    installPackages();
  }
  bringUpToDate('dist', ['src', 'bin'], 'bin/build.js', 'Compiling');
}

/** Has a script of ours compile these sources into a folder, when that is older than they are. */
export function bringUpToDate(folder, sources, script, what) {
  const stamp = inRoot(folder, '.built');
  const isStale = isOlder(
    stamp,
    sources.map((name) => inRoot(name)),
  );
  if (!isStale) return;
  const started = new Date();
  run(process.execPath, [inRoot(script)], what);
  writeFileSync(stamp, '');
  // What was saved meanwhile is newer.
  utimesSync(stamp, started, started);
}

/** npm empties the folder first, also one behind a link, which somebody else may be using. */
function installPackages() {
  if (lstatSync(inRoot('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    process.stderr.write(
      'node_modules is a link, so it is left as it is: it may be older than package-lock.json.\n',
    );
    return;
  }
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'Installing npm packages', [
    'Node.js is here, npm is not. Install it (apt-get install --yes npm), or bring node_modules/ and dist/',
    "of another machine's checkout, which npm ci and npm run build make there: Node.js alone will do then.",
  ]);
}

/** Whether a file is missing, or older than any of these files or anything in these folders. */
function isOlder(file, sources) {
  if (!existsSync(file)) return true;
  const time = statSync(file).mtimeMs;
  return sources.some((source) => newest(source) > time);
}

/** The time of the newest of a file, or of a folder and all in it. Every start waits for it. */
function newest(file) {
  const stats = statSync(file);
  if (!stats.isDirectory()) return stats.mtimeMs;
  let time = stats.mtimeMs;
  for (const entry of readdirSync(file, { withFileTypes: true })) {
    const inIt = `${file}/${entry.name}`;
    time = Math.max(time, entry.isDirectory() ? newest(inIt) : statSync(inIt).mtimeMs);
  }
  return time;
}

/** @param missing what to say where there is no such program */
function run(program, args, what, missing = []) {
  // Loaded here, since most starts start nothing.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  // Standard output belongs to the command that was asked for.
  process.stderr.write(`${what}…\n`);
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  if (error?.code === 'ENOENT' && missing.length > 0) {
    process.stderr.write(`${missing.join('\n')}\n`);
    process.exit(1);
  }
  process.stderr.write(`${what} failed. Run it by hand to see why: ${program} ${args.join(' ')}\n`);
  process.exit(1);
}
