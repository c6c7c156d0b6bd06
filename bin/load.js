// Loads dist/. What V8 makes of a script is most of what starting takes, so that it lies beside the scripts whose
// names have a digest of them, for the Node that compiled: `NAME.js.v20.1.2-x64.cache`. Another Node does without.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const FOLDER = fileURLToPath(new URL('../dist/', import.meta.url));

/** Where what V8 makes of a script lies. */
export const cacheOf = (file) => `${file}.${process.version}-${process.arch}.cache`;

/** Whether nothing else can ever have the name of this script, so that a cache beside it is of it. */
const hasDigest = (file) => /-[0-9A-Z]{8}\.js$/.test(file);

/**
 * Loads a script of dist/, and what it needs of the others.
 * @param note is told each script that may have a cache
 * @returns its exports
 */
export function load(name, note = () => {}) {
  const require = createRequire(path.join(FOLDER, name));
  const loaded = new Map();
  return ours(name);

  function ours(name) {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    const filename = path.join(FOLDER, name);
    const script = scriptOf(filename);
    if (hasDigest(filename)) note(filename, script);
    script.runInThisContext()(module.exports, anything, module, filename, FOLDER);
    return module.exports;
  }

  function anything(name) {
    return name.startsWith('./') ? ours(name.slice(2)) : require(name);
  }
}

function scriptOf(filename) {
  // It is ASCII.
  const source = readFileSync(filename, 'latin1');
  const cachedData = hasDigest(filename) ? cached(cacheOf(filename)) : undefined;
  return new vm.Script(source, { filename, cachedData });
}

function cached(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
