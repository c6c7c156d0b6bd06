// Part of `npm run build`: does what many commands begin with, and keeps what V8 made of the scripts that they loaded.
import { mkdtempSync, rmSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheOf, load } from './load.js';

const scripts = new Map();
const { main } = load('main.js', (file, script) => scripts.set(file, script));

// Nobody's folder and nobody's cache.
const folder = mkdtempSync(path.join(os.tmpdir(), 'binary-builder-'));
process.env.BINARY_BUILDER_CACHE = path.join(folder, 'cache');
process.chdir(folder);
process.stderr.write = () => true;
const written = [];
process.stdout.write = (text) => written.push(text) > 0;

await main(['recipes', 'list', '--json']);
const { recipes } = JSON.parse(written.join(''));
const [{ name, versions }] = recipes;
for (const words of [
  ['plan', `${name}@${versions[0]}`],
  ['plan', `${name}@${versions[0]}`, '--json'],
  ['recipes', 'show', name],
  ['artifacts', 'list'],
  ['build'],
]) {
  await main(words);
}

process.chdir('/');
rmSync(folder, { recursive: true, force: true });
for (const [file, script] of scripts) {
  const cache = cacheOf(file);
  writeFileSync(`${cache}.${process.pid}`, script.createCachedData());
  renameSync(`${cache}.${process.pid}`, cache);
}
process.exitCode = 0;
