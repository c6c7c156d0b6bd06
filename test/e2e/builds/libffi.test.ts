import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { z } from 'zod';
import { GUEST, hostPath, inHost, type HostPath } from '../../../src/path.js';
import { FIXED_ENVIRONMENT } from '../../../src/plan/index.js';
import { openSandbox } from '../../../src/sandbox/index.js';
import { readRecord } from '../../../src/store/index.js';
import { preparedRoot, testContext } from '../../prepared-root.js';
import { runCli, runTimed } from '../cli.js';
import { once } from './once.js';
import { MAKE_LIBTOOL, refuseOthers, unpacked, use } from './platform.js';
import { isNormalised, isRecorded, membersOf, namesNoBuildFolder } from './published.js';
import { judge, misplaced, ofAnotherProcessor, ofTheFuture, without } from './spoiled.js';
import {
  build,
  openWorkshop,
  sharedFolder,
  testWithPodman,
  type Manner,
  type Order,
} from './workshop.js';

const verdictSchema = z.object({
  proofs: z.array(z.object({ what: z.string(), outcome: z.string(), lines: z.array(z.string()) })),
});

const LIBFFI: Order = { request: 'libffi@3.4.4' };
const folder = sharedFolder();

const buildIn = async (name: string, manner: Manner, order: Order = LIBFFI) =>
  build(order, manner, await openWorkshop(folder, name));

const inBubblewrap = once(() => buildIn('bubblewrap', { runner: 'bubblewrap', jobs: 2 }));
const inPodman = once(() => buildIn('podman', { runner: 'podman', jobs: 1 }));

// Calls a function whose signature is only known at run time, and makes a function at run time.
const CLOSURE = `
#include <ffi.h>
#include <stdio.h>

static void add_to(ffi_cif *cif, void *result, void **values, void *base) {
  (void)cif;
  *(ffi_arg *)result = *(int *)base + *(int *)values[0];
}

int main(void) {
  int base = 40, two = 2;
  void *code, *values[] = {&two};
  ffi_type *types[] = {&ffi_type_sint};
  ffi_cif cif;
  ffi_arg result = 0;
  ffi_closure *closure = ffi_closure_alloc(sizeof *closure, &code);

  if (!closure || ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &ffi_type_sint, types) != FFI_OK) return 1;
  if (ffi_prep_closure_loc(closure, &cif, add_to, &base, code) != FFI_OK) return 1;
  ffi_call(&cif, FFI_FN(code), &result, values);
  printf("closure: %d, directly: %d\\n", (int)result, ((int (*)(int))code)(3));
  return 0;
}
`;

const NO_OTHER_COPY = refuseOthers('libffi*');

for (const [runner, built, register] of [
  ['bubblewrap', inBubblewrap, test],
  ['podman', inPodman, testWithPodman],
] as const) {
  register(
    `a program that finds libffi of ${runner} through pkg-config runs with it`,
    async (t) => {
      const output = await use(await built(), {
        toolchain: true,
        files: { 'closure.c': CLOSURE },
        script: `${NO_OTHER_COPY}
        export PKG_CONFIG_PATH="$PREFIX/lib/pkgconfig"
        libdir=$(pkg-config --variable=libdir libffi)
        cc closure.c $(pkg-config --cflags --libs libffi) -Wl,-rpath,"$libdir" -o closure
        ./closure
        ldd ./closure`,
      });
      t.regex(output, /^closure: 42, directly: 43$/m);
      t.regex(
        output,
        /libffi\.so\.8 => \/app\/\.heroku\/vendor\/lib\/(\.\.\/lib\/)?libffi\.so\.8 /,
      );
    },
  );
}

test('a program that libtool links with libffi.la runs with it, without a run path of its own', async (t) => {
  const output = await use(await inBubblewrap(), {
    toolchain: true,
    files: { 'closure.c': CLOSURE },
    script: `${NO_OTHER_COPY}${MAKE_LIBTOOL}
      include="$PREFIX/lib/libffi-3.4.4/include"
      ./libtool --quiet --mode=compile cc -I"$include" -c closure.c -o closure.lo
      ./libtool --quiet --mode=link cc closure.lo "$PREFIX/lib/libffi.la" -o closure
      ./libtool --quiet --mode=execute ./closure
      ldd ./closure`,
  });
  t.regex(output, /^closure: 42, directly: 43$/m);
  t.regex(output, /libffi\.so\.8 => \/app\/\.heroku\/vendor\/lib\/(\.\.\/lib\/)?libffi\.so\.8 /);
  t.notRegex(output, /warning/);
});

test('a program that is compiled with the variables of the old buildpack runs with them', async (t) => {
  const output = await use(await inBubblewrap(), {
    toolchain: true,
    files: { 'closure.c': CLOSURE },
    script: `${NO_OTHER_COPY}
      export C_INCLUDE_PATH="$PREFIX/lib/libffi-3.4.4/include" LIBRARY_PATH="$PREFIX/lib"
      export LD_LIBRARY_PATH="$PREFIX/lib"
      cc closure.c -lffi -o closure
      ./closure
      ldd ./closure`,
  });
  t.regex(output, /^closure: 42, directly: 43$/m);
  t.regex(output, /libffi\.so\.8 => \/app\/\.heroku\/vendor\/lib\/libffi\.so\.8 /);
});

test('the tarball of libffi is normalised, and names no folder of the build', async (t) => {
  await isNormalised(t, await inBubblewrap());
  await namesNoBuildFolder(t, await inBubblewrap());
  const paths = (await membersOf(await inBubblewrap())).map(({ path }) => path);
  t.true(paths.includes('lib/libffi-3.4.4/include/ffi.h'));
  t.false(paths.some((path) => path.endsWith('.a')));
});

test('libffi is recorded: checksums, record and manifest entry are those of the file', async (t) => {
  await isRecorded(t, await inBubblewrap(), {
    manifestName: 'libffi',
    source: 'https://github.com/libffi/libffi/releases/download/v3.4.4/libffi-3.4.4.tar.gz',
  });
});

test('an artifact that was built is served from the store in no time', async (t) => {
  const { workshop, artifact, record } = await inBubblewrap();
  const args = ['build', 'libffi@3.4.4', '--stack=debian12', '--json'];
  const elsewhere = inHost(folder, 'elsewhere');
  await mkdir(elsewhere);
  const ratios: number[] = [];
  for (const cwd of [workshop.output, elsewhere, elsewhere]) {
    const here = { cwd, cache: workshop.cache };
    const planned = await runTimed(['plan', ...args.slice(1)], here);
    const { seconds, finished: served } = await runTimed(args, here);
    ratios.push(seconds / planned.seconds);
    t.is(served.exitCode, 0, served.stderr);
    const events = served.events();
    t.like(
      events.find(({ type }) => type === 'build.finished'),
      { reused: true, artifact: { sha256: record.sha256 } },
    );
    t.false(events.some(({ type }) => type === 'phase.started'));
  }
  // Hardly more than planning it, of the processor's time: how long it takes to get that depends on what
  // else is built just now.
  t.true(Math.min(...ratios) < 2, ratios.join(', '));
  const published = inHost(elsewhere, 'artifacts/debian12/libffi-3.4.4-linux-x64.tgz');
  t.deepEqual(await readFile(published), await readFile(artifact));
});

test('the classic form of the request shows source, digests and manifest entry', async (t) => {
  const { workshop, record } = await inBubblewrap();
  const { stdout, exitCode } = await runCli(
    ['--name=libffi', '--version=3.4.4', '--md5=0da1a5ed7786ac12dcbaf0d499d8a049'],
    { cwd: workshop.output, cache: workshop.cache },
  );
  t.is(exitCode, 0);
  t.regex(stdout, /Source URL: https:\/\/github\.com\/libffi\/libffi\/releases\//);
  t.true(stdout.includes(`md5     ${record.md5}\n`));
  t.true(stdout.includes(`sha256  ${record.sha256}\n`));
  t.true(stdout.includes('Manifest entry:\n- name: libffi\n  version: 3.4.4\n'));
});

testWithPodman(
  'libffi is the same bytes in bubblewrap and podman, with two jobs and one, later and elsewhere',
  async (t) => {
    const [one, other] = await Promise.all([inBubblewrap(), inPodman()]);
    t.is(other.record.sha256, one.record.sha256);
    t.deepEqual(other.record, one.record);
  },
);

test('an ordinary user gets the same bytes as root', async (t) => {
  // Another user and group, without any privilege, who happens to be allowed to read our cache.
  const through = ['unshare', '--user', '--map-user=4321', '--map-group=4321'];
  const own = await buildIn('user', { runner: 'bubblewrap', jobs: 1, through });
  t.is(own.record.sha256, (await inBubblewrap()).record.sha256);
});

test('installed straight into staging, libffi gets the same .la and .pc as with DESTDIR', async (t) => {
  const recipes = inHost(folder, 'recipes');
  const packaged = hostPath(import.meta.dirname, '../../../recipes');
  await cp(inHost(packaged, 'libffi'), inHost(recipes, 'libffi'), { recursive: true });
  const recipe = await readFile(inHost(packaged, 'libffi.yml'), 'utf8');
  await writeFile(
    inHost(recipes, 'libffi.yml'),
    recipe.replace(/^build:$/m, 'build:\n  install-to: staging'),
  );
  const straight = await buildIn(
    'staging',
    { runner: 'bubblewrap', jobs: 2 },
    { ...LIBFFI, args: [`--recipes-dir=${recipes}`] },
  );
  const destdir = await inBubblewrap();

  t.is(straight.plan.tree, GUEST.staging);
  t.not(straight.record.build_key, destdir.record.build_key);
  const [a, b] = [
    await unpacked(straight.artifact, inHost(folder, 'straight')),
    await unpacked(destdir.artifact, inHost(folder, 'destdir')),
  ];
  for (const file of ['lib/libffi.la', 'lib/pkgconfig/libffi.pc']) {
    t.is(await readFile(inHost(a, file), 'utf8'), await readFile(inHost(b, file), 'utf8'));
  }
  const la = await readFile(inHost(a, 'lib/libffi.la'), 'utf8');
  t.regex(la, /^libdir='\/app\/\.heroku\/vendor\/lib\/\.\.\/lib'$/m);
  t.is(straight.record.sha256, destdir.record.sha256);
});

test('ccache feeds the second build, and changes no byte', async (t) => {
  const workshop = await openWorkshop(folder, 'ccache');
  const manner: Manner = { runner: 'bubblewrap', jobs: 2, ccache: true };
  const kept = inHost(workshop.cache, 'ccache');
  const compiled = async () => {
    const [name = '', ...others] = await readdir(kept);
    t.deepEqual(others, []);
    t.regex(name, /^debian12-x64-libffi-[0-9a-f]{16}$/);
    return await ccacheStatistics(inHost(kept, name));
  };

  const first = await build(LIBFFI, manner, workshop);
  const before = await compiled();
  const second = await build(LIBFFI, manner, workshop);
  const after = await compiled();

  t.true(before.misses > 10, `${before.misses} misses`);
  t.true(after.hits - before.hits >= before.misses, `${after.hits - before.hits} hits`);
  t.is(after.misses, before.misses);
  const { record } = await inBubblewrap();
  t.deepEqual([first.record.sha256, second.record.sha256], [record.sha256, record.sha256]);
});

/** What ccache of the stack says of a folder of compiler results. */
async function ccacheStatistics(kept: HostPath): Promise<{ hits: number; misses: number }> {
  const root = await preparedRoot({ toolchain: true });
  const sandbox = await openSandbox({ name: 'bubblewrap' }, root, testContext);
  const { stdout } = await sandbox.capture({
    argv: ['ccache', '--print-stats'],
    environment: { ...FIXED_ENVIRONMENT, CCACHE_DIR: GUEST.ccache },
    directory: GUEST.ccache,
    mounts: [{ host: kept, guest: GUEST.ccache, access: 'read-only' }],
  });
  const count = (name: string) => Number(new RegExp(`^${name}\\t(\\d+)$`, 'm').exec(stdout)?.[1]);
  return {
    hits: count('direct_cache_hit') + count('preprocessed_cache_hit'),
    misses: count('cache_miss'),
  };
}

test('libffi is built again from its plan: by another user, on a host of another name, in another language and time zone', async (t) => {
  const { artifact, record, workshop } = await inBubblewrap();
  const script = 'hostname elsewhere && exec unshare --user --map-user=4321 --map-group=4321 "$@"';
  const { exitCode, stdout, stderr } = await runCli(
    ['rebuild', artifact, '--runner=bubblewrap', '--jobs=3'],
    {
      cwd: hostPath(workshop.output, '..'),
      cache: workshop.cache,
      env: { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati', CFLAGS: '-O0' },
      through: ['unshare', '--uts', 'sh', '-c', script, 'sh'],
    },
  );
  t.is(exitCode, 0, stderr);
  t.true(stdout.includes('built again, the same bytes.'), stdout);
  for (const which of ['recorded  ', 'rebuilt   ']) {
    t.true(stdout.includes(`${which}md5 ${record.md5}  sha256 ${record.sha256}\n`), stdout);
  }
});

test('libffi is brought to another prefix, and all that can be verified of it there is good', async (t) => {
  const { record, workshop } = await inBubblewrap();
  const prefix = '/home/vcap/deps/0/libffi';
  const here = { cwd: workshop.output, cache: workshop.cache };
  const words = ['relocate', 'libffi@3.4.4', `--prefix=${prefix}`, '--runner=bubblewrap'];
  const relocated = await runCli([...words, '--json'], here);
  t.is(relocated.exitCode, 0, relocated.stderr);
  const file = 'libffi-3.4.4-linux-x64-at-home-vcap-deps-0-libffi';
  const { md5, sha256, build_key, ...own } = await readRecord(
    inHost(workshop.output, `checksums/debian12/${file}.yml`),
  );
  t.not(sha256, record.sha256);
  t.not(build_key, record.build_key);
  t.is(own.manifest.md5, md5);
  t.is(own.prefix, prefix);
  t.deepEqual(own.relocated_from, {
    file: record.file,
    sha256: record.sha256,
    prefix: record.prefix,
    build_key: record.build_key,
  });
  const artifact = inHost(workshop.output, `artifacts/debian12/${file}.tgz`);
  const again = await runCli(['rebuild', artifact, '--runner=bubblewrap'], here);
  t.is(again.exitCode, 0, again.stderr);
  const verified = await runCli(['verify', artifact, '--runner=bubblewrap'], here);
  t.is(verified.exitCode, 0, verified.stdout + verified.stderr);
});

const LIBRARY = 'lib/libffi.so.8.1.2';

for (const [what, spoil, check] of [
  ['without its library', without(LIBRARY), 'symlink-dangling'],
  ['with a prefix of somewhere else', misplaced('lib/pkgconfig/libffi.pc'), 'pkgconfig-prefix'],
  ['for another processor', ofAnotherProcessor(LIBRARY), 'elf-machine'],
  ['for a newer C library', ofTheFuture(LIBRARY), 'glibc-max'],
] as const) {
  test(`a libffi ${what} fails its audit and its tests`, async (t) => {
    const { exitCode, stdout } = await judge(t, await inBubblewrap(), 'verify', spoil);
    t.is(exitCode, 5);
    const { proofs } = verdictSchema.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
    const failed = proofs.filter(({ outcome }) => outcome === 'failed');
    const lines = failed.flatMap(({ what: proof, lines }) =>
      lines.map((line) => `${proof}: ${line}`),
    );
    t.true(
      lines.some((line) => line.startsWith(`audit: ${check}: `)),
      lines.join('\n'),
    );
    t.true(
      failed.some(({ what: proof }) => proof === 'test'),
      lines.join('\n'),
    );
  });
}
