import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { execa } from 'execa';
import { hashFile } from 'hasha';
import { hostPath, inHost } from '../../../src/path.js';
import { once } from './once.js';
import { unpacked, use } from './platform.js';
import { isNormalised, membersOf, namesNoBuildFolder } from './published.js';
import { tagged } from './tagged.js';
import { build, openWorkshop, sharedFolder, type Built } from './workshop.js';

const REQUEST = 'libmemcached@1.0.18';
const folder = sharedFolder();
const ours = hostPath(import.meta.dirname, '../../../recipes');

/** The real recipe, but for where its source is. */
async function recipesWith(name: string, changes: Readonly<Record<string, string>>) {
  const recipes = inHost(folder, name);
  await mkdir(recipes);
  await cp(inHost(ours, 'libmemcached'), inHost(recipes, 'libmemcached'), { recursive: true });
  const text = await readFile(inHost(ours, 'libmemcached.yml'), 'utf8');
  const changed = Object.entries(changes).reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`The recipe has no ${from}`);
    return now.replace(from, to);
  }, text);
  await writeFile(inHost(recipes, 'libmemcached.yml'), changed);
  return recipes;
}

const repository = once(() => tagged(inHost(folder, 'repository'), 'memcached-client', '1.0.18'));

const fromTag = once(async () => {
  const { path, commit } = await repository();
  const recipes = await recipesWith('by-tag', {
    'https://github.com/awesomized/libmemcached.git': pathToFileURL(path).href,
  });
  const args = [`--recipes-dir=${recipes}`, '--option=git=yes', `--git-commit-sha=${commit}`];
  const manner = { runner: 'bubblewrap', jobs: 2 } as const;
  return build({ request: REQUEST, args }, manner, await openWorkshop(folder, 'tag', ['stacks']));
});

/** An archive of the tag as a forge makes it: no configure, and other bytes than the release. */
const fromArchive = once(async () => {
  const { git } = await repository();
  const archive = inHost(folder, 'libmemcached-1.0.18.tar.gz');
  await git('archive', '--prefix=libmemcached-1.0.18/', `--output=${archive}`, '1.0.18');
  const recipes = await recipesWith('by-archive', {
    b3958716b4e53ddc5992e6c49d97e819: await hashFile(archive, { algorithm: 'md5' }),
    e22c0bb032fde08f53de9ffbc5a128233041d9f33b5de022c0978a2149885f82: await hashFile(archive, {
      algorithm: 'sha256',
    }),
  });
  const args = [`--recipes-dir=${recipes}`, `--url=${pathToFileURL(archive).href}`];
  const manner = { runner: 'bubblewrap', jobs: 2 } as const;
  return build(
    { request: REQUEST, args },
    manner,
    await openWorkshop(folder, 'archive', ['stacks']),
  );
});

test('libmemcached 1.0 is built from its git tag: bootstrapped by hand, without manual pages, its tests passed', async (t) => {
  const built = await fromTag();
  const told = (wanted: string) =>
    built.events.flatMap(({ type, phase = '' }) => (type === wanted ? phase : []));
  t.deepEqual(told('phase.finished').slice(0, 4), ['unpack', 'patch', 'bootstrap', 'configure']);
  await isNormalised(t, built);
  await namesNoBuildFolder(t, built);
  const paths = (await membersOf(built)).map(({ path }) => path);
  t.false(paths.some((path) => path.startsWith('share/man')));
  for (const path of ['bin/memcat', 'lib/libmemcachedutil.la', 'lib/sasl2/libplain.so']) {
    t.true(paths.includes(path), path);
  }
});

test('an archive of the tag that somebody has gives the same files, but for what says where they come from', async (t) => {
  const [tag, archive] = await Promise.all([fromTag(), fromArchive()]);
  t.deepEqual(await digestsOf(archive, 'archive'), await digestsOf(tag, 'tag'));
});

/** What is in an artifact, but `sources.yml`. */
async function digestsOf({ artifact }: Pick<Built, 'artifact'>, name: string): Promise<string[]> {
  const tree = await unpacked(artifact, inHost(folder, `files-of-${name}`));
  const { stdout } = await execa('sh', ['-c', SUMS], { cwd: tree });
  return stdout.split('\n').filter((line) => !line.endsWith(' ./sources.yml'));
}

/** A line for each file, with its digest; and one for each link, with where it leads. */
const SUMS =
  'find . -type f -print0 | sort -z | xargs -0 sha256sum; find . -type l -printf "%p %l\\n" | sort';

test('libtool and pkg-config find both libraries and SASL at the prefix', async (t) => {
  const tree = await unpacked((await fromTag()).artifact, inHost(folder, 'tree'));
  t.regex(
    await readFile(inHost(tree, 'lib/libmemcachedutil.la'), 'utf8'),
    /^dependency_libs=' .*\/app\/\.heroku\/vendor\/lib\/(\.\.\/lib\/)?libmemcached\.la.* -lsasl2/m,
  );
  const output = await use(await fromTag(), {
    toolchain: true,
    files: {
      'user.c':
        '#include <libmemcachedutil-1.0/util.h>\nint main(void) { return memcached_pool("", 0) == 0; }\n',
    },
    script: `
      export PKG_CONFIG_PATH="$PREFIX/lib/pkgconfig"
      cc user.c $(pkg-config --cflags --libs libmemcached) -lmemcachedutil -Wl,-rpath,"$PREFIX/lib" -o user
      ./user && ldd ./user`,
  });
  t.regex(
    output,
    /libsasl2\.so\.2 => \/app\/\.heroku\/vendor\/lib\/(\.\.\/lib\/)?libsasl2\.so\.2 /,
  );
});
