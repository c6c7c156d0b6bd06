import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { z } from 'zod';
import { hostPath, inHost, type HostPath } from '../src/path.js';

const CHECKOUT = hostPath(import.meta.dirname, '..');

/** Prints which scripts were loaded and may have a cache, and whether V8 took it. */
const TELL = `
import { load } from './bin/load.js';
const scripts = [];
const { main } = load('main.js', (file, script) => scripts.push([file, script.cachedDataRejected]));
process.stdout.write = () => true;
await main(['recipes', 'list', '--json']);
console.error(JSON.stringify(scripts));
`;

const toldSchema = z.array(z.tuple([z.string(), z.boolean().nullish()]));

// A fresh checkout compiles when it is first used.
test.before(async () => {
  await execa(process.execPath, [inHost(CHECKOUT, 'bin/binary-builder'), 'help']);
});

test('what V8 made of scripts is taken by the Node that made it, and changes nothing', async (t) => {
  const folder = await installed(t);
  const scripts = await tellFrom(folder);
  t.true(scripts.length > 10);
  t.deepEqual(
    scripts.filter(([, rejected]) => rejected !== false),
    [],
  );
  const caches = (await readdir(inHost(folder, 'dist'))).filter((name) => name.endsWith('.cache'));
  t.true(caches.every((name) => name.endsWith(`.js.${process.version}-${process.arch}.cache`)));
  const withCaches = await run(folder);
  for (const name of caches) await rm(inHost(folder, 'dist', name));
  t.deepEqual(await run(folder), withCaches);
  t.true((await tellFrom(folder)).every(([, rejected]) => rejected === null));
});

test('what is no cache of this Node is left alone', async (t) => {
  const folder = await installed(t);
  const dist = inHost(folder, 'dist');
  for (const name of await readdir(dist)) {
    if (!name.endsWith('.cache')) continue;
    const whole = await readFile(inHost(dist, name));
    await writeFile(inHost(dist, name), name.startsWith('chunk-') ? whole.subarray(0, 100) : 'x');
  }
  t.true((await tellFrom(folder)).every(([, rejected]) => rejected === true));
  t.regex(await run(folder), /^build: libffi 3\.4\.4$/m);
});

test('a script whose name tells nothing of what is in it has none', async (t) => {
  const names = await readdir(inHost(CHECKOUT, 'dist'));
  t.true(names.includes('main.js'));
  t.deepEqual(
    names.filter((name) => /^(main|worker|file-worker)\.js\..*cache$/.test(name)),
    [],
  );
});

/** The program as it is installed from a package. */
async function installed(t: ExecutionContext): Promise<HostPath> {
  const folder = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'load-test-')));
  t.teardown(() => rm(folder, { recursive: true }));
  await mkdir(inHost(folder, 'bin'));
  for (const name of ['binary-builder', 'load.js', 'setup.js']) {
    await copyFile(inHost(CHECKOUT, 'bin', name), inHost(folder, 'bin', name));
  }
  for (const name of ['dist', 'recipes', 'stacks']) {
    await cp(inHost(CHECKOUT, name), inHost(folder, name), { recursive: true });
  }
  await copyFile(inHost(CHECKOUT, 'package.json'), inHost(folder, 'package.json'));
  return folder;
}

async function tellFrom(folder: HostPath): Promise<z.infer<typeof toldSchema>> {
  await writeFile(inHost(folder, 'tell.js'), TELL);
  const { stderr } = await execa(process.execPath, [inHost(folder, 'tell.js')]);
  return toldSchema.parse(JSON.parse(stderr));
}

async function run(folder: HostPath): Promise<string> {
  const program = inHost(folder, 'bin/binary-builder');
  const { stdout } = await execa(
    process.execPath,
    [program, 'plan', 'libffi@3.4.4', '--stack=debian12'],
    {
      cwd: folder,
      env: { BINARY_BUILDER_CACHE: inHost(folder, 'cache') },
    },
  );
  return stdout;
}
