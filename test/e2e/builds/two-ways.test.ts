import { mkdir, readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { GUEST, inHost } from '../../../src/path.js';
import { once } from './once.js';
import { MAKE_LIBTOOL, unpacked, use } from './platform.js';
import { isNormalised, membersOf, namesNoBuildFolder } from './published.js';
import { tagged } from './tagged.js';
import { build, openWorkshop, sharedFolder, type Manner } from './workshop.js';

const folder = sharedFolder();

/** A git repository of the tree in ./greeting, and a recipe that builds its tag in two ways. */
const ordered = once(async () => {
  const { path: repository, commit } = await tagged(
    inHost(folder, 'repository'),
    'greeting',
    'v1.0.0',
  );
  const recipes = inHost(folder, 'recipes');
  await mkdir(recipes);
  await writeFile(
    inHost(recipes, 'greeting.yml'),
    `name: greeting
description: Greets people.
homepage: https://example.com/greeting
license: MIT
prefix: /app/.heroku/vendor
versions: {}
options:
  straight:
    description: Install straight into staging.
    default: false
source:
  git: { repository: 'file://${repository}', tag: 'v{version}' }
build:
  system: autotools
  install-to:
    - when: { options: { straight: true } }
      use: staging
    - use: destdir
  bootstrap:
    run: autoreconf -fi
  configure:
    args: [--disable-static]
tests:
  - name: greets
    run: '"$PREFIX/bin/greet" tester'
    expect: ['good morning, tester, 2.7']
`,
  );
  const args = [`--recipes-dir=${recipes}`, `--git-commit-sha=${commit}`];
  return { repository, commit, order: { request: 'greeting@1.0.0', args } };
});

const buildTo = async (straight: 'yes' | 'no', manner: Manner) => {
  const { order } = await ordered();
  return build(
    { ...order, args: [...order.args, `--option=straight=${straight}`] },
    manner,
    await openWorkshop(folder, `straight-${straight}`, ['stacks']),
  );
};

const throughDestdir = once(() => buildTo('no', { runner: 'bubblewrap', jobs: 2 }));
const straight = once(() => buildTo('yes', { runner: 'bubblewrap', jobs: 2 }));

test('a git tag is built after its bootstrap, and recorded by its commit', async (t) => {
  const { repository, commit } = await ordered();
  const { record, events } = await throughDestdir();
  t.is(record.manifest.source, `file://${repository}@${commit}`);
  const phases = events.flatMap(({ type, phase = '' }) => (type === 'phase.finished' ? phase : []));
  t.deepEqual(phases.slice(0, 3), ['unpack', 'bootstrap', 'configure']);
});

test('with DESTDIR and straight into staging, .la and .pc are the same and name the prefix', async (t) => {
  const [destdir, staging] = await Promise.all([
    throughDestdir().then(({ artifact }) => unpacked(artifact, inHost(folder, 'destdir'))),
    straight().then(({ artifact }) => unpacked(artifact, inHost(folder, 'staging'))),
  ]);
  const text = (tree: typeof destdir, file: string) => readFile(inHost(tree, file), 'utf8');
  for (const file of ['libgreeting.la', 'libpoliteness.la', 'pkgconfig/greeting.pc']) {
    t.is(await text(staging, `lib/${file}`), await text(destdir, `lib/${file}`), file);
  }

  const la = await text(staging, 'lib/libpoliteness.la');
  t.regex(la, /^libdir='\/app\/\.heroku\/vendor\/lib\/\.\.\/lib'$/m);
  t.regex(
    la,
    /^dependency_libs=' \/app\/\.heroku\/vendor\/lib\/(\.\.\/lib\/)?libgreeting\.la -lm'$/m,
  );
  t.regex(
    await text(staging, 'lib/pkgconfig/greeting.pc'),
    /^prefix=\/app\/\.heroku\/vendor$[^]*^toolexeclibdir=\$\{libdir\}\/\.\.\/lib$/m,
  );
});

test('with DESTDIR and straight into staging, the artifact has the same members', async (t) => {
  const [destdir, staging] = await Promise.all([throughDestdir(), straight()]);
  t.is(staging.plan.tree, GUEST.staging);
  t.deepEqual(await membersOf(staging), await membersOf(destdir));
  for (const built of [destdir, staging]) {
    await isNormalised(t, built);
    await namesNoBuildFolder(t, built);
  }
});

const USER = `
#include <politeness.h>

int main(void) { return greet_politely("user") > 0 ? 0 : 1; }
`;

test("flags of a .pc with make's round brackets lead to files that are there", async (t) => {
  const output = await use(await straight(), {
    toolchain: true,
    files: { 'user.c': USER },
    script: `
      export PKG_CONFIG_PATH="$PREFIX/lib/pkgconfig"
      for flag in $(pkg-config --cflags-only-I --libs-only-L greeting); do ls -d "\${flag:2}"; done
      cc user.c $(pkg-config --cflags --libs greeting) -Wl,-rpath,"$PREFIX/lib" -o user
      ./user
      ldd ./user`,
  });
  t.regex(output, /^good morning, user, 2\.7$/m);
  t.regex(output, /libpoliteness\.so\.0 => \/app\/\.heroku\/vendor\/lib\/libpoliteness\.so\.0 /);
  t.regex(output, /libgreeting\.so\.1 => \/app\/\.heroku\/vendor\/lib\//);
});

test('libtool follows dependency_libs from one library of the artifact to the other', async (t) => {
  const output = await use(await straight(), {
    toolchain: true,
    files: { 'user.c': USER },
    script: `${MAKE_LIBTOOL}
      ./libtool --quiet --mode=compile cc -I"$PREFIX/include" -c user.c -o user.lo
      ./libtool --quiet --mode=link cc user.lo "$PREFIX/lib/libpoliteness.la" -o user
      ./user
      ldd ./user`,
  });
  t.regex(output, /^good morning, user, 2\.7$/m);
  t.regex(output, /libgreeting\.so\.1 => \/app\/\.heroku\/vendor\/lib\//);
  t.notRegex(output, /warning/);
});
