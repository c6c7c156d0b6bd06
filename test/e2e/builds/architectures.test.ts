import { cp, mkdir, writeFile } from 'node:fs/promises';
import test from 'ava';
import { execa } from 'execa';
import type { Arch } from '../../../src/architecture.js';
import { inHost } from '../../../src/path.js';
import { readRecord } from '../../../src/store/index.js';
import { archive } from '../command-line/fixture.js';
import { runCli } from '../cli.js';
import { once } from './once.js';
import { unpacked, use } from './platform.js';
import { judge } from './spoiled.js';
import { build, openWorkshop, sharedFolder, type Built } from './workshop.js';

/** Built on any machine whose compilers have these as targets, and run there emulated. */
const FOREIGN = ['s390x', 'arm64'] as const satisfies readonly Arch[];

const MACHINES = { s390x: 'IBM S/390', arm64: 'AArch64' } as const;

const folder = sharedFolder();
const workshop = once(() => openWorkshop(folder, 'workshop'));

const buildFor = async (request: string, arch: Arch, ...args: string[]): Promise<Built> =>
  build(
    { request, args: [`--arch=${arch}`, ...args] },
    { runner: 'bubblewrap', jobs: 2 },
    await workshop(),
  );

const CALL = `
#include <ffi.h>
#include <stdio.h>
#include <sys/utsname.h>
static double half(double x) { return x / 2; }
int main(void) {
  struct utsname here;
  ffi_cif cif;
  double x = 43, y = 0;
  void *values[] = {&x};
  ffi_type *types[] = {&ffi_type_double};
  uname(&here);
  if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &ffi_type_double, types) != FFI_OK) return 1;
  ffi_call(&cif, FFI_FN(half), &y, values);
  printf("half on %s: %g\\n", here.machine, y);
}
`;

const CLIENT = `
#include <libmemcached/memcached.h>
#include <stdio.h>
#include <string.h>
int main(void) {
  const char *options = "--SERVER=127.0.0.1:11211";
  memcached_st *client = memcached(options, strlen(options));
  printf("%u server, version %s\\n", memcached_server_count(client), memcached_lib_version());
  memcached_free(client);
}
`;

const compiled = (module: string, file: string) => `
export PKG_CONFIG_PATH="$PREFIX/lib/pkgconfig"
cc ${file} $(pkg-config --cflags --libs ${module}) -Wl,-rpath,"$PREFIX/lib" -o user
./user
ldd ./user`;

const libffi = {
  s390x: once(() => buildFor('libffi@3.4.4', 's390x')),
  arm64: once(() => buildFor('libffi@3.4.4', 'arm64')),
};

for (const arch of FOREIGN) {
  const built = libffi[arch];

  test(`libffi for ${arch} is cross compiled, and a program that uses it runs`, async (t) => {
    const { artifact, record, events } = await built();
    t.true(artifact.endsWith(`/libffi-3.4.4-linux-${arch}.tgz`));
    t.is(record.arch, arch);
    t.deepEqual(record.built, { mode: 'cross', from: 'x64' });
    t.is(events.find(({ type }) => type === 'mode.selected')?.mode, 'cross');
    const said = await use(await built(), {
      toolchain: true,
      files: { 'call.c': CALL },
      script: compiled('libffi', 'call.c'),
    });
    t.true(said.includes(`half on ${arch === 'arm64' ? 'aarch64' : arch}: 21.5\n`), said);
    t.regex(said, /libffi\.so\.8 => \/app\/\.heroku\/vendor\/lib\/libffi\.so\.8/);
    const tree = await unpacked(artifact, inHost(folder, `tree-${arch}`));
    const { stdout } = await execa('readelf', ['-h', inHost(tree, 'lib/libffi.so')]);
    t.true(stdout.includes(MACHINES[arch]));
  });

  test(`libmemcached for ${arch} is cross compiled with cmake, and a program that uses it runs`, async (t) => {
    const memcached = await buildFor('libmemcached@1.1.4', arch);
    t.deepEqual(memcached.record.built, { mode: 'cross', from: 'x64' });
    const said = await use(memcached, {
      toolchain: true,
      files: { 'client.c': CLIENT },
      script: compiled('libmemcached', 'client.c'),
    });
    t.true(said.startsWith('1 server, version 1.1.4\n'), said);
  });
}

test('what was cross compiled is built again from its plan alone, the same bytes', async (t) => {
  const { record } = await libffi.s390x();
  const { output: cwd, cache } = await workshop();
  const words = ['rebuild', `libffi-3.4.4-linux-s390x.tgz`, '--runner=bubblewrap', '--json'];
  const rebuilt = await runCli(words, { cwd, cache });
  t.is(rebuilt.exitCode, 0, rebuilt.stderr);
  t.like(rebuilt.events().at(-1), { type: 'artifact.rebuilt' });
  t.true(rebuilt.stdout.includes(record.sha256));
});

test('several architectures are built by one command, and told apart', async (t) => {
  await Promise.all(FOREIGN.map((arch) => libffi[arch]()));
  const { output: cwd, cache } = await workshop();
  const words = ['build', 'libffi@3.4.4', '--stack=debian12', `--arch=${FOREIGN.join(',')}`];
  const { stdout, exitCode } = await runCli(words, { cwd, cache });
  t.is(exitCode, 0);
  for (const arch of FOREIGN) {
    t.regex(
      stdout,
      new RegExp(`^libffi +3\\.4\\.4 +${arch} .* stored .*linux-${arch}\\.tgz$`, 'm'),
    );
  }
});

test('a file of the machine that slipped into an artifact for another one is found', async (t) => {
  const built = await libffi.s390x();
  const judged = await judge(t, built, 'audit', (tree) =>
    cp('/usr/bin/true', inHost(tree, 'lib/slipped')),
  );
  t.is(judged.exitCode, 5);
  const report = judged.stdout;
  t.true(report.includes('lib/slipped'));
  t.true(report.includes('elf-machine'));
  t.regex(report, /X86-64.*s390x|s390x.*X86-64/);
});

const HELLO = `#include <stdio.h>
#include "word.h"
int main(void) { printf("%s, world\\n", WORD); return 0; }
`;
const GENERATOR = `#include <stdio.h>
int main(void) { puts("#define WORD \\"hello\\""); return 0; }
`;

/** Two recipes that are built in a moment: `generator` makes a header for `hello`. */
const generating = once(async () => {
  const recipes = inHost(folder, 'recipes');
  await mkdir(recipes);
  const { url, sha256 } = await archive(
    folder,
    { 'generator.c': GENERATOR, 'hello.c': HELLO },
    'hello-1.0',
  );
  const head = (name: string) => `name: ${name}
description: Says hello
homepage: https://example.org/
license: MIT
prefix: /app/.heroku/vendor
versions: { '1.0': { sha256: ${sha256} } }
source: { url: '${url}' }
`;
  await writeFile(
    inHost(recipes, 'generator.yml'),
    `${head('generator')}build:
  system: custom
  make: { run: cc generator.c -o generator }
  install: { run: 'mkdir -p "$TREE/bin"; cp generator "$TREE/bin"' }
`,
  );
  await writeFile(
    inHost(recipes, 'hello.yml'),
    `${head('hello')}cross: { needs: [generator] }
options:
  careless: { description: Run what was just compiled., default: false }
build:
  system: custom
  make:
    run:
      - when: { options: { careless: true } }
        use: |
          "$CC" generator.c -o generator
          ./generator > word.h
      - when: { cross: true }
        use: |
          "$NEEDS/generator/bin/generator" > word.h
          "$CC" hello.c -o hello
      - use: |
          cc generator.c -o generator
          ./generator > word.h
          cc hello.c -o hello
  install: { run: 'mkdir -p "$TREE/bin"; cp hello "$TREE/bin"' }
  finish: { run: '(uname -m; "$PREFIX/bin/hello") > "$PREFIX/said"' }
tests:
  - { name: greets, run: '"$PREFIX/bin/hello"; cat "$PREFIX/said"', expect: ['hello, world', s390x] }
`,
  );
  return [`--recipes-dir=${recipes}`] as const;
});

test('what a recipe needs of the machine is built first, and what has to run for the target runs emulated', async (t) => {
  const hello = await build(
    { request: 'hello@1.0', args: ['--arch=s390x', ...(await generating())] },
    { runner: 'bubblewrap', jobs: 1 },
    await openWorkshop(folder, 'needing'),
  );
  t.deepEqual(hello.record.built, { mode: 'cross', from: 'x64' });
  const phases = hello.events.flatMap(({ type, phase = '' }) =>
    type === 'phase.finished' ? phase : [],
  );
  t.true(phases.includes('generator for x64: make'), phases.join(', '));
  t.is(await use(hello, { script: 'cat "$PREFIX/said"' }), 's390x\nhello, world\n');
});

test('a recipe that says nothing of it is built emulated, as it is', async (t) => {
  const { output } = await openWorkshop(folder, 'emulated');
  const place = { ...(await workshop()), output };
  const order = {
    request: 'hello@1.0',
    args: ['--arch=s390x', '--build-mode=emulated', ...(await generating())],
  };
  const { record, artifact } = await build(order, { runner: 'bubblewrap', jobs: 2 }, place);
  t.deepEqual(record.built, { mode: 'emulated' });
  const written = inHost(output, 'checksums/debian12/hello-1.0-linux-s390x.yml');
  t.deepEqual((await readRecord(written)).built, { mode: 'emulated' });
  t.is(
    await use(
      { artifact, plan: (await buildFor('hello@1.0', 's390x', ...(await generating()))).plan },
      { script: '"$PREFIX/bin/hello"' },
    ),
    'hello, world\n',
  );
});

test('a step that runs a program of the target while cross compiling fails with what to do', async (t) => {
  // Roots are made where all tests find them, and never by two at once.
  await buildFor('hello@1.0', 's390x', ...(await generating()));
  const { output: cwd, cache } = await workshop();
  const args = [
    '--arch=s390x',
    '--stack=debian12',
    '--option=careless=yes',
    ...(await generating()),
  ];
  const failed = await runCli(['build', 'hello@1.0', ...args, '--runner=bubblewrap', '--json'], {
    cwd,
    cache,
  });
  t.is(failed.exitCode, 4);
  const error = failed.events().at(-1)?.error;
  t.is(error?.code, 'STEP_FAILED');
  t.regex(error?.hint ?? '', /--build-mode emulated/);
});

test('an architecture or a mode that there is not is refused by name', async (t) => {
  const { output: cwd, cache } = await workshop();
  const told = async (...args: string[]) => {
    const { exitCode, stderr } = await runCli(['plan', 'libffi@3.4.4', ...args], { cwd, cache });
    t.is(exitCode, 2);
    return stderr;
  };
  t.regex(await told('--arch=s309x'), /There is no architecture 's309x'[^]*Did you mean 's390x'\?/);
  t.regex(await told('--arch=x64,'), /--arch takes names with commas between them/);
  t.regex(await told('--stack=cflinuxfs2', '--arch=s390x'), /cflinuxfs2[^]*s390x/);
  t.regex(await told('--build-mode=fast'), /There is no build mode 'fast'/);
  t.regex(await told('--build-mode=emulated'), /this machine is x64 itself/);
});
