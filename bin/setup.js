// Makes a checkout ready to run: npm packages and compiled code. Plain JavaScript without
// dependencies, since on a new machine there are none yet.
import { existsSync, lstatSync, readdirSync, statSync, writeFileSync } from 'node:fs';
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
  if (isOlder(inRoot('dist/.built'), [inRoot('src'), inRoot('bin/build.js')])) {
    run(process.execPath, [inRoot('bin/build.js')], 'Compiling');
    writeFileSync(inRoot('dist/.built'), '');
  }
}

/** npm empties the folder first, also one behind a link, which somebody else may be using. */
function installPackages() {
  if (lstatSync(inRoot('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    process.stderr.write(
      'node_modules is a link, so it is left as it is: it may be older than package-lock.json.\n',
    );
    return;
  }
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'Installing npm packages');
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

function run(program, args, what) {
  // Loaded here, since most starts start nothing.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  // Standard output belongs to the command that was asked for.
  process.stderr.write(`${what}…\n`);
  const { status } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  process.stderr.write(`${what} failed. Run it by hand to see why: ${program} ${args.join(' ')}\n`);
  process.exit(1);
}
