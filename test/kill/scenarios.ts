import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hashFile } from 'hasha';
import { machineArch } from '../../src/architecture.js';
import { inHost, type HostPath } from '../../src/path.js';
import {
  buildpackWith,
  cacheForStaging,
  server,
  writeFiles,
  writeScripts,
} from '../buildpack/stage/workshop.js';
import { runCli, temporaryFolder } from '../e2e/cli.js';
import { workspace } from '../e2e/command-line/fixture.js';
import { preparedRoot, testCache } from '../prepared-root.js';
import type { Scenario } from './scenario.js';

/** Somewhere to work in, with a folder for temporary files of its own. */
async function place(t: ExecutionContext) {
  const folder = await temporaryFolder(t);
  const [cwd, tmp, cache] = [
    inHost(folder, 'here'),
    inHost(folder, 'tmp'),
    inHost(folder, 'cache'),
  ];
  for (const path of [cwd, tmp]) await mkdir(path);
  const aside = await temporaryFolder(t);
  return { folder, aside, surroundings: { cwd, cache, env: { TMPDIR: tmp } } };
}

/** A workspace of the end-to-end tests, likewise. */
async function recipePlace(t: ExecutionContext) {
  const here = await workspace(t, {
    build: {
      make: { run: 'for n in 1 2 3 4; do echo "$n" >> made; sleep 0.05; done' },
      install: {
        run: 'mkdir -p "$TREE/bin"; install -m 755 hello.sh "$TREE/bin/hello"; cp made "$TREE"',
      },
    },
  });
  const { folder, cwd, cache } = here;
  const tmp = inHost(folder, 'tmp');
  await mkdir(tmp);
  const aside = await temporaryFolder(t);
  return { folder, aside, surroundings: { cwd, cache, env: { TMPDIR: tmp } } };
}

/** On a disk that is nearly full it is the write that fails, not the limit which would stop a step before. */
const NO_LIMIT = '--limit=free-disk=none';

const BUILD = ['build', 'tiny@1.0', '--stack=debian12', '--runner=bubblewrap', NO_LIMIT] as const;

/** Who built it when, and what has that in it. */
const isProvenance = (path: string) => path.endsWith('.build.json') || path.endsWith('/build.json');

/** A recipe of a second or so. */
export async function build(t: ExecutionContext): Promise<Scenario> {
  return { name: 'build', ...(await recipePlace(t)), args: BUILD, varies: isProvenance };
}

/** A cache with an artifact, its source, and what a failed build has left. */
async function filledPlace(t: ExecutionContext) {
  const here = await recipePlace(t);
  const built = await runCli(BUILD, here.surroundings);
  t.is(built.exitCode, 0, built.stderr);
  const work = inHost(here.surroundings.cache, 'work/failed-1.0-debian12-x64-01234567/box/deep');
  await mkdir(work, { recursive: true });
  for (let number = 0; number < 500; number += 1) await writeFile(inHost(work, `${number}`), 'x');
  return here;
}

/** Of all kinds but the roots, which all tests share. */
const PRUNE = ['cache', 'prune', ...['work', 'artifacts', 'sources', 'ccache'].map(kindOf)];

function kindOf(kind: string): string {
  return `--kind=${kind}`;
}

export async function prune(t: ExecutionContext): Promise<Scenario> {
  return { name: 'cache prune', ...(await filledPlace(t)), args: PRUNE };
}

/** Whatever pruning has left, a build in it is right. */
export async function pruneAndBuild(t: ExecutionContext): Promise<Scenario> {
  return {
    name: 'cache prune, then build',
    ...(await filledPlace(t)),
    args: PRUNE,
    next: BUILD,
    varies: isProvenance,
    // What was not pruned yet may stay: a build removes no other build's folder, and makes the one for downloads
    // only when there is something to download.
    mayStay: (path) => /^cache\/(work($|\/failed-|\/\.going\.)|sources\/partial$)/.test(path),
  };
}

/** What looks into a root, with the libraries that it takes: the rest of a root would only take time. */
const LITTLE = `cd "$1"
ldd=$(ldd usr/bin/readelf usr/bin/find usr/bin/sed usr/bin/cp usr/bin/bash | grep -o '/[^ ]*\\.so[^ ]*' | sort -u)
mkdir -p "$2/usr/bin" "$2/usr/sbin" "$2/var/lib/dpkg" "$2/etc"
for name in bin sbin lib lib64; do cp -a "$name" "$2/"; done
for name in bash dash sh env mktemp find xargs sed cp rm sort cat ls readelf; do cp -L "usr/bin/$name" "$2/usr/bin/"; done
cp -L usr/sbin/ldconfig "$2/usr/sbin/"
cp -a etc/ld.so.conf etc/ld.so.conf.d etc/os-release "$2/etc/"
for file in $ldd; do
  mkdir -p "$2/usr/\${file%/*}"
  cp -L "usr/\${file#/usr/}" "$2/usr/\${file#/usr/}" 2>/dev/null || cp -L "./$file" "$2/usr/$file"
done
cp -L var/lib/dpkg/status "$2/var/lib/dpkg/"
mkdir "$2/usr/share"
for n in $(seq 50); do mkdir "$2/usr/share/$n"; for m in $(seq 60); do echo "$m" >"$2/usr/share/$n/$m"; done; done
tar -C "$2" --sort=name -cf "$3" .
rm -r "$2"`;

/** A stack from an archive of some thousand files, in a cache of its own. */
export async function prepare(t: ExecutionContext): Promise<Scenario> {
  const here = await place(t);
  const { cwd, cache } = here.surroundings;
  const root = await preparedRoot({ toolchain: true });
  if (root.kind !== 'directory') throw new TypeError('not a folder');
  const stacks = inHost(cwd, 'stacks');
  for (const path of [cache, stacks]) await mkdir(path);
  const tar = inHost(stacks, 'root.tar');
  await execa('bash', ['-euc', LITTLE, 'bash', root.directory, inHost(here.folder, 'root'), tar]);
  const sha256 = await hashFile(tar, { algorithm: 'sha256' });
  await writeFile(
    inHost(stacks, 'small.yml'),
    `name: small
description: Small
architectures: [${machineArch() ?? 'x64'}]
glibc: "2.36"
root: { archive: { path: root.tar, sha256: ${sha256} } }
`,
  );
  return {
    name: 'stacks prepare',
    ...here,
    args: ['stacks', 'prepare', 'small', '--runner=bubblewrap'],
    // Times of files, and the moment when it was made.
    varies: (file) => /root\.seal$|record\.json$/.test(file),
  };
}

/** A buildpack with a dependency and a script of its own. */
export async function packaging(t: ExecutionContext): Promise<Scenario> {
  const here = await place(t);
  const { cwd } = here.surroundings;
  const file = inHost(here.folder, 'dependency.tgz');
  await execa('dd', ['if=/dev/zero', `of=${file}`, 'bs=1M', 'count=60', 'status=none']);
  await writeFiles(cwd, {
    VERSION: '1.0.0\n',
    'bin/compile': '#!/bin/sh\n',
    'text.txt': 'text '.repeat(2_000_000),
    'manifest.yml': `language: tiny
default_versions: [{ name: tiny, version: 1.0.x }]
dependencies:
- name: tiny
  version: 1.0.0
  uri: ${pathToFileURL(file).href}
  sha256: ${await hashFile(file, { algorithm: 'sha256' })}
  cf_stacks: [debian12]
include_files: [bin, VERSION, manifest.yml, text.txt, made]
pre_package: for n in 1 2 3 4; do echo $n >> made; sleep 0.05; done
`,
  });
  return {
    name: 'buildpack package',
    ...here,
    args: ['buildpack', 'package', '.', '--cached', '--any-stack'],
  };
}

/** A manifest that a built artifact belongs into. */
export async function update(t: ExecutionContext): Promise<Scenario> {
  const here = await filledPlace(t);
  await writeManifest(here.surroundings.cwd);
  return { name: 'manifest update', ...here, args: ['manifest', 'update', 'manifest.yml'] };
}

async function writeManifest(cwd: HostPath): Promise<void> {
  await writeFile(
    inHost(cwd, 'manifest.yml'),
    `language: tiny
default_versions: []
dependencies:
- name: tiny
  version: "0.9"
  uri: https://binaries.example.org/tiny-0.9-linux-x64.tgz
  sha256: ${'0'.repeat(64)}
  cf_stacks: [debian12]
`,
  );
}

/** An application with a buildpack that keeps something from one staging to the next. */
export async function stage(t: ExecutionContext): Promise<Scenario> {
  const here = await place(t);
  const { cwd, cache } = here.surroundings;
  const shared = await cacheForStaging(inHost(here.folder, 'tmp'));
  await execa('rm', ['-r', shared]);
  await mkdir(cache);
  await symlink(inHost(testCache, 'stacks'), inHost(cache, 'stacks'));
  await writeScripts(
    inHost(cwd, 'tiny_buildpack'),
    buildpackWith({ 'bin/compile': 'echo kept > "$2/kept"; sleep 0.2; echo made > "$1/made"' }),
  );
  const text = 'text '.repeat(500_000);
  await writeFiles(inHost(cwd, 'my-app'), { 'server.pl': server(), 'large.txt': text });
  await writeFiles(inHost(cwd, 'kept'), { before: 'before' });
  return {
    name: 'buildpack stage',
    ...here,
    args: [
      ...['buildpack', 'stage', 'tiny_buildpack', 'my-app', '--stack=debian12'],
      ...['--runner=bubblewrap', '--output=my-app/droplet.tgz', '--cache-dir=kept', NO_LIMIT],
    ],
  };
}

/** A changed copy of a buildpack that takes another one's place. */
export async function overlay(t: ExecutionContext): Promise<Scenario> {
  const here = await place(t);
  const { cwd } = here.surroundings;
  const files = Array.from({ length: 300 }, (_, n) => [`lib/${n}`, `${n}\n`] as const);
  await writeFiles(inHost(cwd, 'base'), {
    'bin/compile': '#!/bin/sh\necho before\n',
    ...Object.fromEntries(files),
  });
  await writeFiles(inHost(cwd, 'copy'), { 'bin/compile': 'another\n' });
  await writeFile(
    inHost(cwd, 'overlay.yml'),
    'changes:\n- { replace: bin/compile, text: before, with: after }\n',
  );
  return {
    name: 'buildpack overlay',
    ...here,
    args: ['buildpack', 'overlay', 'base', 'overlay.yml', '--output=copy', '--force'],
  };
}
