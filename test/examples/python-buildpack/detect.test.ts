import { readdir } from 'node:fs/promises';
import test from 'ava';
import { scene } from './scripts.js';

for (const file of ['requirements.txt', 'setup.py', 'pyproject.toml', 'Pipfile']) {
  test(`an application with ${file} is one for this buildpack`, async (t) => {
    const { script, application } = await scene(t, { files: { [file]: '' } });
    t.deepEqual(await script('detect', [application]), {
      exitCode: 0,
      stdout: 'python 0.1.0',
      stderr: '',
    });
  });
}

test('an application with none of them is refused, saying what is missing', async (t) => {
  const { script, application } = await scene(t, { files: { 'app.py': '' } });
  t.deepEqual(await script('detect', [application]), {
    exitCode: 1,
    stdout: '',
    stderr:
      'not a Python application: it has no requirements.txt, setup.py, pyproject.toml or Pipfile',
  });
});

test('a Pipfile alone is not staged, and it is said how to make requirements.txt of it', async (t) => {
  const { compile, application, folder } = await scene(t, { files: { Pipfile: '' } });
  const { exitCode, stderr } = await compile();
  t.is(exitCode, 1);
  t.is(
    stderr,
    ' !     There is a Pipfile, but no requirements.txt, which is what packages are installed from.\n' +
      ' !     Make one and keep it beside the Pipfile: pipenv requirements > requirements.txt',
  );
  t.deepEqual(await readdir(application), ['Pipfile']);
  t.deepEqual((await readdir(folder)).sort(), ['application', 'buildpack', 'cache']);
});

test('scripts that are called with too few arguments say how they are called', async (t) => {
  const { script } = await scene(t);
  const said = async (name: string) => (await script(name, [])).stderr.replace(/^ ! {5}/, '');
  t.is(await said('detect'), 'usage: detect BUILD');
  t.is(await said('compile'), 'usage: compile BUILD CACHE');
  t.is(await said('supply'), 'usage: supply BUILD CACHE DEPS INDEX');
  t.is(await said('finalize'), 'usage: finalize BUILD CACHE DEPS INDEX');
  t.is(await said('release'), 'usage: release BUILD');
});

test('an application that is not there is told', async (t) => {
  const { script, folder } = await scene(t);
  const { exitCode, stderr } = await script('compile', [`${folder}/none`, `${folder}/cache`]);
  t.deepEqual(
    { exitCode, stderr },
    { exitCode: 1, stderr: ` !     There is no folder ${folder}/none.` },
  );
});

test('finalize without supply is told', async (t) => {
  const { script, application, folder } = await scene(t, { files: { 'deps/0/x': '' } });
  const { exitCode, stderr } = await script('finalize', [
    application,
    folder,
    `${application}/deps`,
    '0',
  ]);
  t.is(exitCode, 1);
  t.is(stderr, ` !     There is no python in ${application}/deps/0.\n !     Run bin/supply first.`);
});
