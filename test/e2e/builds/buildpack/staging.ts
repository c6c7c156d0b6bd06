import { access, cp, readdir, readFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { inHost, type HostPath } from '../../../../src/path.js';
import { writeFiles } from '../../../examples/python-buildpack/scripts.js';
import { temporaryFolder } from '../../cli.js';
import { once } from '../once.js';
import {
  newPlace,
  onPlatform,
  packedByHand,
  type Place,
  type Prepared,
  type Staged,
} from './platform.js';

const COMPILE = '/buildpack/bin/compile /tmp/app /tmp/cache';

const PLAIN =
  "from setuptools import setup\nsetup(name='plain', version='1.0', py_modules=['plain'])\n";

/**
 * Registers the tests of the example's buildpack alone: what it does with packages that tests write,
 * and what it says when something is wrong.
 */
export function testTheBuildpack(prepared: () => Promise<Prepared>): void {
  const buildpack = once(async () => {
    const made = await prepared();
    return await packedByHand(made, inHost(made.workshop.output, 'packed-by-hand'));
  });
  async function stage(
    script: string,
    place: Place,
    root: HostPath,
    environment: Record<string, string> = {},
  ): Promise<Staged> {
    return await onPlatform(script, { buildpack: await buildpack(), place, root }, environment);
  }

  /** An application whose one package is written here; what builds it is the example's. */
  async function own(
    t: ExecutionContext,
    { name, setup, files = {} }: { name: string; setup: string; files?: Record<string, string> },
  ): Promise<{ application: HostPath; folder: HostPath; pack: (setup: string) => Promise<void> }> {
    const folder = await temporaryFolder(t);
    const application = inHost(folder, 'application');
    await writeFiles(application, { 'requirements.txt': `${name}==1.0\n`, 'vendor/.keep': '' });
    const wheel = 'wheel-0.38.4-py3-none-any.whl';
    await cp(
      inHost((await prepared()).application, 'vendor', wheel),
      inHost(application, 'vendor', wheel),
    );
    const pack = async (text: string) => {
      await writeFiles(folder, { [`${name}-1.0/setup.py`]: text });
      for (const [path, content] of Object.entries(files)) {
        await writeFiles(folder, { [`${name}-1.0/${path}`]: content });
      }
      const archive = inHost(application, 'vendor', `${name}-1.0.tar.gz`);
      await execa('tar', ['-czf', archive, '-C', folder, `${name}-1.0`]);
    };
    await pack(setup);
    return { application, folder, pack };
  }

  test('what needs libmemcached gets it, and compiles and runs with it', async (t) => {
    const { application, folder } = await own(t, {
      name: 'pylibmc',
      setup:
        'from setuptools import setup, Extension\n' +
        "setup(name='pylibmc', version='1.0',\n" +
        "      ext_modules=[Extension('cached', ['cached.c'], libraries=['memcached'])])\n",
      files: {
        'cached.c': `
#include <Python.h>
#include <libmemcached/memcached.h>
static PyObject *version(PyObject *self, PyObject *none) {
  return PyUnicode_FromString(memcached_lib_version());
}
static PyMethodDef methods[] = {{"version", version, METH_NOARGS, ""}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "cached", NULL, -1, methods};
PyMODINIT_FUNC PyInit_cached(void) { return PyModule_Create(&module); }
`,
      },
    });
    const place = await newPlace(inHost(folder, 'place'), application);
    const staged = await stage(COMPILE, place, inHost(folder, 'app'));
    t.is(staged.exitCode, 0, staged.output);
    t.true(staged.output.includes('-----> Installing libmemcache 1.1.4\n'));
    t.false(staged.output.includes('Installing libffi'));
    const run =
      'for script in .profile.d/*.sh; do . "$script"; done; python -c "import cached; print(cached.version())"';
    t.deepEqual(await stage(`cd /app; ${run}`, place, place.build), {
      exitCode: 0,
      output: '1.1.4\n',
    });
  });

  test('an archive that changed under its name is built anew, and other applications can share the store', async (t) => {
    const { application, folder, pack } = await own(t, {
      name: 'plain',
      setup: PLAIN,
      files: { 'plain.py': 'answer = 42\n' },
    });
    const environment = { PYTHON_CACHE_DIR: '/tmp/deps/wheels' };
    let number = 0;
    const { deps } = await newPlace(inHost(folder, 'shared'), application);
    const packages = async () => {
      number += 1;
      const place = { ...(await newPlace(inHost(folder, `place${number}`), application)), deps };
      const { output } = await stage(COMPILE, place, inHost(folder, `app${number}`), environment);
      t.deepEqual(await readdir(place.cache), []);
      return output.split('\n').slice(3, -1);
    };
    const building = '       Building a wheel of plain';
    const installed = '       Installed plain 1.0';
    t.deepEqual(await packages(), [building, installed]);
    t.deepEqual(await packages(), ['       Using wheels of an earlier staging: 1 of 1', installed]);
    await pack(`${PLAIN}# patched\n`);
    t.deepEqual(await packages(), [building, installed]);
  });

  test('$PIP_OPTS are options: no word of them is run or matched with files', async (t) => {
    const { application, folder } = await own(t, { name: 'plain', setup: PLAIN });
    const place = await newPlace(inHost(folder, 'place'), application);
    const { exitCode, output } = await stage(COMPILE, place, inHost(folder, 'app'), {
      PIP_OPTS: '--pre  --none-such=* $(touch${IFS}/tmp/app/run)',
    });
    t.is(exitCode, 1);
    t.true(output.includes('no such option: --none-such'), output);
    await t.throwsAsync(access(inHost(place.build, 'run')), { code: 'ENOENT' });
  });

  test('a package that vendor/ lacks ends the staging, with what pip says and what to do', async (t) => {
    const { application, folder } = await own(t, { name: 'plain', setup: PLAIN });
    await writeFiles(application, { 'requirements.txt': 'none-such==1.0\n' });
    const place = await newPlace(inHost(folder, 'place'), application);
    const { exitCode, output } = await stage(COMPILE, place, inHost(folder, 'app'));
    t.is(exitCode, 1);
    t.true(output.includes('ERROR: No matching distribution found for none-such==1.0\n'), output);
    t.true(
      output.endsWith(
        ' !     pip could not get all packages from vendor/; above is what it says.\n' +
          ' !     vendor/ has to have every package that another one needs, and for archives of source those that\n' +
          ' !     build them, such as setuptools and wheel.\n',
      ),
      output,
    );
  });

  test('without vendor/ and without a network it says what to do', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFiles(folder, { 'application/requirements.txt': 'none-such==1.0\n' });
    const place = await newPlace(inHost(folder, 'place'), inHost(folder, 'application'));
    const { exitCode, output } = await stage(COMPILE, place, inHost(folder, 'app'), {
      PIP_OPTS: '--retries 0',
    });
    t.is(exitCode, 1);
    t.true(
      output.endsWith(
        ' !     pip could not get all packages; above is what it says.\n' +
          ' !     Without a network, put them into vendor/: pip download --dest vendor -r requirements.txt\n',
      ),
      output,
    );
  });

  test('an application that only configures its tools has nothing to install', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFiles(folder, { 'application/pyproject.toml': '[tool.black]\nline-length = 100\n' });
    const place = await newPlace(inHost(folder, 'place'), inHost(folder, 'application'));
    const { exitCode, output } = await stage(COMPILE, place, inHost(folder, 'app'));
    t.is(exitCode, 0, output);
    t.true(
      output.endsWith(
        '       There is nothing to install: no requirements.txt and no package of its own.\n',
      ),
      output,
    );
    t.is(
      await readFile(inHost(place.build, '.profile.d/python.sh'), 'utf8'),
      await readFile(inHost(await buildpack(), 'lib/profile.sh'), 'utf8'),
    );
  });
}
