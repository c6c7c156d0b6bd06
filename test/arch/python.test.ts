import test from 'ava';
import { once } from '../e2e/builds/once.js';
import { use } from '../e2e/builds/platform.js';
import { membersOf } from '../e2e/builds/published.js';
import { build, openWorkshop, sharedFolder, type Built } from '../e2e/builds/workshop.js';

const folder = sharedFolder();

const workshop = once(() => openWorkshop(folder, 'workshop'));

const buildFor = async (...args: string[]) =>
  build({ request: 'python@3.11.2', args }, { runner: 'bubblewrap', jobs: 2 }, await workshop());

const own = once(() => buildFor());
// Built after the machine's own, so that it is in the store, where the other one finds it.
const foreign = once(async () => {
  await own();
  return buildFor('--arch=s390x');
});

/** The names of the modules in C. */
async function modulesOf(built: Built): Promise<string[]> {
  return (await membersOf(built)).flatMap(
    ({ path }) => /\/lib-dynload\/(\w+)\.cpython-.*\.so$/.exec(path)?.[1] ?? [],
  );
}

test('python for s390x is cross compiled with a python of the machine, and passes its tests', async (t) => {
  const { artifact, record, plan } = await foreign();
  t.true(artifact.endsWith('/python-3.11.2-linux-s390x.tgz'));
  t.deepEqual(record.built, { mode: 'cross', from: 'x64' });
  t.deepEqual(
    plan.cross?.needs.map(({ name }) => name),
    ['python'],
  );
});

test('python for s390x has the modules that python for x64 has, and says why of each that it lacks', async (t) => {
  const [has, wanted] = await Promise.all([modulesOf(await foreign()), modulesOf(await own())]);
  t.true(wanted.length > 60);
  const { lacks = [] } = (await foreign()).record;
  t.deepEqual(
    wanted.filter((name) => !has.includes(name)).sort(),
    lacks.map(({ what }) => what).sort(),
  );
});

test('python for s390x imports what stands on libraries, and pip answers', async (t) => {
  const output = await use(await foreign(), {
    script: `
      "$PREFIX/bin/python3" -c "import ssl, sqlite3, ctypes, hashlib, lzma, bz2, readline; print('imported')"
      "$PREFIX/bin/python3" -c "import platform, sys; print(platform.machine(), sys.byteorder)"
      "$PREFIX/bin/pip" --version`,
  });
  t.regex(output, /^imported$/m);
  t.regex(output, /^s390x big$/m);
  t.regex(output, /^pip 22\.3\.1 from \/app\/\.heroku\/python\/lib\/python3\.11\//m);
});
