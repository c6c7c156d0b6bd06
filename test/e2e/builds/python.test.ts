import { readFile } from 'node:fs/promises';
import test from 'ava';
import { guestPath, hostPath } from '../../../src/path.js';
import { runCli } from '../cli.js';
import { testTheCircle } from './buildpack/circle.js';
import { prepare } from './buildpack/platform.js';
import { testTheBuildpack } from './buildpack/staging.js';
import { once } from './once.js';
import { refuseOthers, use } from './platform.js';
import { isNormalised, isRecorded, membersOf, namesNoBuildFolder } from './published.js';
import { judge, misplaced, ofAnotherProcessor, ofTheFuture, without } from './spoiled.js';
import { build, openWorkshop, sharedFolder } from './workshop.js';

const folder = sharedFolder();

const inBubblewrap = once(async () =>
  build(
    { request: 'python@3.11.2' },
    { runner: 'bubblewrap', jobs: 2 },
    await openWorkshop(folder, 'workshop'),
  ),
);

const fixture = (name: string) => readFile(hostPath(import.meta.dirname, 'python', name), 'utf8');

// Whatever python finds, it doesn't find it by these.
const BARE = `
[ -z "\${LD_LIBRARY_PATH-}\${PYTHONHOME-}\${PYTHONPATH-}" ]
${refuseOthers('libpython*', 'python3*', 'Python.h', 'os.py')}`;

test('python imports every module that it should have', async (t) => {
  const output = await use(await inBubblewrap(), {
    files: { 'modules.py': await fixture('modules.py') },
    script: `${BARE}"$PREFIX/bin/python" modules.py`,
  });
  t.regex(output, /^imported: 2\d\d, missing: none$/m);
});

test('the libraries that python stands on do their work', async (t) => {
  const output = await use(await inBubblewrap(), {
    files: { 'work.py': await fixture('work.py') },
    script: `"$PREFIX/bin/python3" -W error::ResourceWarning work.py`,
  });
  t.regex(output, /^all of it works$/m);
});

test('python runs from anywhere, through a link too, with its own library', async (t) => {
  const output = await use(await inBubblewrap(), {
    script: `${BARE}
      cd /
      "$PREFIX/bin/python" -c 'import sys; print("prefix", sys.prefix, sys.version.split()[0])'
      mkdir "$HOME/bin" && ln -s "$PREFIX/bin/python3.11" "$HOME/bin/python"
      PATH="$HOME/bin:$PATH"
      python -c 'import sys; print("linked", sys.prefix)'
      ldd "$PREFIX/bin/python3"`,
  });
  t.regex(output, /^prefix \/app\/\.heroku\/python 3\.11\.2$/m);
  t.regex(output, /^linked \/app\/\.heroku\/python$/m);
  t.regex(output, /libpython3\.11\.so\.1\.0 => \/app\/\.heroku\/python\/(bin\/\.\.\/)?lib\//);
});

test('pip answers, and lists what the artifact has', async (t) => {
  const output = await use(await inBubblewrap(), {
    script: `
      for pip in pip pip3 pip3.11; do "$PREFIX/bin/$pip" --version; done
      "$PREFIX/bin/python" -m pip list`,
  });
  const version =
    /^pip 22\.3\.1 from \/app\/\.heroku\/python\/lib\/python3\.11\/site-packages\/pip \(python 3\.11\)$/gm;
  t.is(output.match(version)?.length, 3);
  t.regex(output, /^setuptools +65\.5\.0$/m);
});

test('a C extension is installed by pip into a virtual environment, and works there', async (t) => {
  const setup = `from setuptools import Extension, setup
setup(name="extension", version="1.0", ext_modules=[Extension("extension", ["extension.c"])])
`;
  const output = await use(await inBubblewrap(), {
    toolchain: true,
    files: { 'package/setup.py': setup, 'package/extension.c': await fixture('extension.c') },
    script: `${BARE}
      "$PREFIX/bin/python" -m venv "$HOME/venv"
      . "$HOME/venv/bin/activate"
      python -m pip install --no-index --no-build-isolation ./package
      cd /
      python -c 'import extension, sys; print("twice", extension.twice(21), sys.prefix)'`,
  });
  t.regex(output, /^twice 42 \/binary-builder\/home\/venv$/m);
});

test('a C extension and a program that embeds python compile with the flags that it tells', async (t) => {
  const embedding = `#include <Python.h>
int main(void) {
  Py_Initialize();
  int failed = PyRun_SimpleString("import sys, extension; print('embedded', extension.twice(4), sys.prefix)");
  return Py_FinalizeEx() || failed;
}
`;
  const output = await use(await inBubblewrap(), {
    toolchain: true,
    files: { 'embedding.c': embedding, 'extension.c': await fixture('extension.c') },
    script: `${BARE}
      config="$PREFIX/bin/python3-config"
      suffix=$("$config" --extension-suffix)
      cc -shared -fPIC $("$config" --cflags) extension.c -o "extension$suffix"
      export PKG_CONFIG_PATH="$PREFIX/lib/pkgconfig"
      cc embedding.c $(pkg-config --cflags --libs python-3.11-embed) \\
        -Wl,-rpath,"$(pkg-config --variable=libdir python-3.11-embed)" -o embedding
      PYTHONPATH=$PWD ./embedding`,
  });
  t.regex(output, /^embedded 8 \/app\/\.heroku\/python$/m);
});

test('no bytecode of python is stale, and python takes it as it is', async (t) => {
  const output = await use(await inBubblewrap(), {
    files: { 'bytecode.py': await fixture('bytecode.py') },
    script: `
      export PYTHONDONTWRITEBYTECODE=1
      "$PREFIX/bin/python" bytecode.py
      "$PREFIX/bin/python" -v -c 'import json' 2>&1 | grep json/__init__`,
  });
  t.regex(output, /^checked: 1\d\d\d, stale: \[\], missing: \[\]$/m);
  t.regex(output, /__pycache__\/__init__\.cpython-311\.pyc matches \S+\/json\/__init__\.py$/m);
});

test('the tarball of python is normalised, with its sources at the root', async (t) => {
  const built = await inBubblewrap();
  await isNormalised(t, built);
  const members = await membersOf(built);
  const python = members.find(({ path }) => path === 'bin/python');
  t.deepEqual([python?.type, python?.target], ['SymbolicLink', './python3']);
  const paths = members.map(({ path }) => path);
  t.false(paths.some((path) => path.endsWith('.a') || /\/tests?\//.test(path)));

  const output = await use(built, { script: 'cat "$PREFIX/sources.yml"' });
  t.is(
    output,
    `---
- url: https://www.python.org/ftp/python/3.11.2/Python-3.11.2.tgz
  sha256: 2411c74bda5bbcfcddaf4531f66d1adc73f247f529aee981b029513aefdbf849
`,
  );
});

test('python knows nothing of where it was built', async (t) => {
  const built = await inBubblewrap();
  await namesNoBuildFolder(t, built);
  const output = await use(built, {
    script: `HOME=/tmp "$PREFIX/bin/python" -m sysconfig > /tmp/sysconfig
      if grep -n /binary-builder /tmp/sysconfig; then exit 1; fi
      grep -c "$PREFIX" /tmp/sysconfig`,
  });
  t.true(Number(output) > 20, output);
});

test('python is recorded: checksums, record and manifest entry are those of the file', async (t) => {
  const built = await inBubblewrap();
  t.deepEqual(built.record.options, { ensurepip: true });
  await isRecorded(t, built, {
    manifestName: 'python',
    source: 'https://www.python.org/ftp/python/3.11.2/Python-3.11.2.tgz',
  });
});

test('python is brought to another prefix and passes its tests there, when its library may remember the old one', async (t) => {
  const { plan, workshop } = await inBubblewrap();
  const here = { cwd: workshop.output, cache: workshop.cache };
  const prefix = guestPath('/home/vcap/deps/0/python');
  const words = ['relocate', 'python@3.11.2', `--prefix=${prefix}`, '--json'];
  const refused = await runCli(words, here);
  t.is(refused.exitCode, 5);
  const error = refused.events().at(-1)?.error;
  t.is(error?.code, 'NOT_RELOCATABLE');
  t.deepEqual(
    new Set(error?.excerpt.map((line) => line.split(' ')[0])),
    new Set([LIBRARY]),
    error?.excerpt.join('\n'),
  );
  t.regex(error?.excerpt[0] ?? '', /has the old prefix \/app\/\.heroku\/python .*at byte \d+/);

  const relocated = await runCli([...words, '--allow', 'lib/libpython*'], here);
  t.is(relocated.exitCode, 0, relocated.stderr);
  const told = relocated.events();
  t.true(told.some(({ type, message }) => type === 'warning' && message?.startsWith(LIBRARY)));
  const artifact = hostPath(told.at(-1)?.artifact?.path ?? '');
  const output = await use(
    { artifact, plan: { ...plan, prefix } },
    {
      files: { 'bytecode.py': await fixture('bytecode.py') },
      script: `
        export PYTHONDONTWRITEBYTECODE=1
        "$PREFIX/bin/python" bytecode.py
        "$PREFIX/bin/python" -c 'import json, sys; print(sys.prefix, json.loads.__code__.co_filename)'
        "$PREFIX/bin/pip" --version`,
    },
  );
  t.regex(output, /^checked: 1\d\d\d, stale: \[\], missing: \[\]$/m);
  t.true(output.includes(`${prefix} ${prefix}/lib/python3.11/json/__init__.py\n`), output);
  t.regex(output, /^pip \S+ from \/home\/vcap\/deps\/0\/python\//m);
});

const LIBRARY = 'lib/libpython3.11.so.1.0';

for (const [what, spoil] of [
  ['without its library', without(LIBRARY)],
  ['with a prefix of somewhere else', misplaced('lib/pkgconfig/python-3.11-embed.pc')],
  ['for another processor', ofAnotherProcessor(LIBRARY)],
  ['for a newer C library', ofTheFuture(LIBRARY)],
] as const) {
  test(`a python ${what} fails its tests`, async (t) => {
    const run = await judge(t, await inBubblewrap(), 'test', spoil);
    t.is(run.exitCode, 5);
    t.is(run.events().at(-1)?.error?.code, 'TEST_FAILED');
  });
}

const prepared = once(async () => prepare(await inBubblewrap()));

testTheCircle(prepared);
testTheBuildpack(prepared);
