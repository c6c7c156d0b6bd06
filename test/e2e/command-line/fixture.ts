import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { inHost, type HostPath } from '../../../src/path.js';
import { hashFile } from 'hasha';
import { cacheWithStack, temporaryFolder, type Finished, type Surroundings } from '../cli.js';

/** Where `tiny` is published, relative to the working directory. */
export const FILE = 'artifacts/debian12/tiny-1.0-linux-x64.tgz';

/** Everything in the working directory once `tiny` was built there, sorted. */
export const AFTER_BUILD = [
  FILE,
  `${FILE}.build.json`,
  'checksums/MD5SUMS',
  'checksums/SHA256SUMS',
  'checksums/debian12/tiny-1.0-linux-x64.contents.json',
  'checksums/debian12/tiny-1.0-linux-x64.plan.json',
  'checksums/debian12/tiny-1.0-linux-x64.yml',
  'recipes/tiny.yml',
] as const;

/** A working directory with a recipe of its own, a cache in which the stack is ready, and a source. */
export interface Workspace extends Surroundings {
  folder: HostPath;
  cwd: HostPath;
  cache: HostPath;
  source: Source;
}

/** An archive with its digests. */
export interface Source {
  path: HostPath;
  url: string;
  md5: string;
  sha256: string;
}

/** Parts of the recipe `tiny` that a test wants otherwise. */
export interface Tiny {
  url?: string;
  exclude?: readonly string[];
  mirrors?: readonly unknown[];
  unpack?: boolean;
  sources?: readonly object[];
  versions?: Readonly<Record<string, object>>;
  build?: Readonly<Record<string, object | string>>;
  artifact?: object;
  audit?: object;
  limits?: object;
  tests?: readonly object[];
}

/** Everything that a build needs, gone when the test ends. */
export async function workspace(t: ExecutionContext, tiny: Tiny = {}): Promise<Workspace> {
  const folder = await temporaryFolder(t);
  const cwd = inHost(folder, 'here');
  await mkdir(inHost(cwd, 'recipes'), { recursive: true });
  const cache = await cacheWithStack(folder);
  const source = await archive(folder, { 'hello.sh': '#!/bin/sh\necho hello, world\n' });
  const made = { folder, cwd, cache, source };
  await writeRecipe(made, tiny);
  return made;
}

/** Writes `recipes/NAME.yml` of a dependency that is built in a moment: one script, copied. */
export async function writeRecipe(
  { cwd, source }: Pick<Workspace, 'cwd' | 'source'>,
  tiny: Tiny = {},
  name = 'tiny',
): Promise<void> {
  const recipe = {
    name,
    description: 'Says hello',
    homepage: 'https://example.org/',
    license: 'MIT',
    prefix: '/app/.heroku/vendor',
    versions: tiny.versions ?? { '1.0': { sha256: source.sha256 } },
    source: {
      url: tiny.url ?? source.url,
      ...(tiny.exclude === undefined ? {} : { exclude: tiny.exclude }),
      ...(tiny.unpack === undefined ? {} : { unpack: tiny.unpack }),
      ...(tiny.mirrors === undefined ? {} : { mirrors: tiny.mirrors }),
    },
    ...(tiny.sources === undefined ? {} : { sources: tiny.sources }),
    build: {
      system: 'custom',
      make: { run: 'echo making with one job or more' },
      install: { run: 'mkdir -p "$TREE/bin"; install -m 755 hello.sh "$TREE/bin/hello"' },
      ...tiny.build,
    },
    ...(tiny.artifact === undefined ? {} : { artifact: tiny.artifact }),
    ...(tiny.audit === undefined ? {} : { audit: tiny.audit }),
    ...(tiny.limits === undefined ? {} : { limits: tiny.limits }),
    tests: tiny.tests ?? [
      {
        name: 'says hello',
        contains: ['bin/hello'],
        run: '"$PREFIX/bin/hello"',
        expect: ['hello'],
      },
    ],
  };
  await writeFile(inHost(cwd, 'recipes', `${name}.yml`), stringify(recipe));
}

/** A tar archive of some files in one top folder, as upstreams make it. */
export async function archive(
  folder: HostPath,
  files: Readonly<Record<string, string>>,
  name = 'tiny-1.0',
): Promise<Source> {
  const top = inHost(folder, 'upstream', name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(inHost(top, file)), { recursive: true });
    await writeFile(inHost(top, file), text);
  }
  const target = inHost(folder, `${name}.tar.gz`);
  const fixed = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--mode=a+rX,u+w'];
  await execa('tar', [...fixed, '-czf', target, '-C', path.dirname(top), name]);
  return await sourceOf(target);
}

/** A file as a source. */
export async function sourceOf(file: HostPath): Promise<Source> {
  return {
    path: file,
    url: pathToFileURL(file).href,
    md5: await hashFile(file, { algorithm: 'md5' }),
    sha256: await hashFile(file, { algorithm: 'sha256' }),
  };
}

/** All files and links below a folder, by their paths, sorted; nothing when it isn't there. */
export async function filesBelow(folder: HostPath): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** The names in a folder, sorted; nothing when it isn't there. */
export async function namesIn(folder: HostPath): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

/** Asserts that a run ended with this exit code and told this error, and returns the whole of what it said. */
export function failsWith(
  t: ExecutionContext,
  { exitCode, stdout, stderr }: Finished,
  expected: { exitCode: number; code: string },
): string {
  t.is(exitCode, expected.exitCode, stderr);
  t.regex(stderr, new RegExp(`^error ${expected.code} `, 'm'));
  t.notRegex(stderr, /^\s+at .*:\d+:\d+\)?$/m, 'no stack trace for what is not our bug');
  return `${stdout}${stderr}`;
}
