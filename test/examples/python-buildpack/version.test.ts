import test, { type ExecutionContext } from 'ava';
import { failure, manifestOf, scene, type Setting } from './scripts.js';

const VERSIONS = ['3.9.2', '3.10.4', '3.11.2', '3.11.17', '3.12.0rc1'];

/** The line that says which python is used, when an application has these files. */
async function used(
  t: ExecutionContext,
  files: Setting['files'],
  env: Record<string, string> = {},
  manifest = manifestOf(VERSIONS),
): Promise<string | undefined> {
  const { compile } = await scene(t, { files, manifest });
  const { stdout, stderr } = await compile(env);
  return stdout === '' ? stderr : stdout.split('\n')[0];
}

const IN_RUNTIME: Record<string, string> = {
  'python-3.11.2': '3.11.2',
  'python-3.11.x': '3.11.17',
  'Python-3.11': '3.11.17',
  'python-3.x': '3.11.17',
  'python-3': '3.11.17',
  '3.10.*': '3.10.4',
  '  python-3.9.2 \r\n': '3.9.2',
  '\u{feff}python-3.9.2\r\n\r\n': '3.9.2',
  '# the oldest\n\npython-3.9 # for now\n': '3.9.2',
  'python-3.12.0rc1': '3.12.0rc1',
};
for (const [text, version] of Object.entries(IN_RUNTIME)) {
  test(`${JSON.stringify(text)} in runtime.txt is python ${version}`, async (t) => {
    const files = { 'runtime.txt': text, '.python-version': '3.9.2\n' };
    t.is(await used(t, files), `-----> Using python ${version} (runtime.txt)`);
  });
}

test('.python-version comes second, then $PYTHON_VERSION', async (t) => {
  const env = { PYTHON_VERSION: '3.9' };
  const files = { '.python-version': '# ours\n3.11.2\n3.9.2\n' };
  t.is(await used(t, files, env), '-----> Using python 3.11.2 (.python-version)');
  t.is(await used(t, {}, env), '-----> Using python 3.9.2 ($PYTHON_VERSION)');
});

test('a file that says nothing is passed over', async (t) => {
  const files = { 'runtime.txt': '\n# later\n', '.python-version': '3.10.4' };
  t.is(await used(t, files), '-----> Using python 3.10.4 (.python-version)');
});

test("the manifest's default comes last, and may be a pattern", async (t) => {
  const withDefault = (version: string) =>
    manifestOf(VERSIONS, `default_versions:\n- name: python\n  version: ${version}\n`);
  const said = "the buildpack's default";
  t.is(await used(t, {}, {}, withDefault('3.10.x')), `-----> Using python 3.10.4 (${said})`);
  t.is(await used(t, {}, {}, withDefault("'3.9.2'")), `-----> Using python 3.9.2 (${said})`);
  t.is(await used(t, {}), `-----> Using python 3.11.17 (${said})`);
});

test('3.1 is not the beginning of 3.11', async (t) => {
  t.regex((await used(t, { 'runtime.txt': 'python-3.1' })) ?? '', /There is no python 3\.1 /);
});

test('a version that there is not ends the staging, with the list of what there is', async (t) => {
  const { compile } = await scene(t, {
    files: { 'runtime.txt': 'python-3.12.x' },
    manifest: manifestOf(VERSIONS),
  });
  t.deepEqual(await compile(), {
    exitCode: 1,
    stdout: '',
    stderr: failure(
      'There is no python 3.12.x (runtime.txt) for the stack debian12.',
      'There is: 3.11.17, 3.11.2, 3.10.4, 3.9.2',
      'Write one of them into runtime.txt, such as python-3.11.17.',
    ),
  });
});

test('something that is no version is refused', async (t) => {
  for (const text of ['pypy-2.7', 'python-', 'python-3.11.2; rm -rf /', 'python-../../etc']) {
    const { compile } = await scene(t, {
      files: { 'runtime.txt': text },
      manifest: manifestOf(VERSIONS),
    });
    const { exitCode, stderr } = await compile();
    t.is(exitCode, 1);
    t.is(
      stderr,
      failure(
        `runtime.txt says '${text}', which is no version of python.`,
        'It looks like python-3.11.2 or python-3.11.x.',
        'There is: 3.11.17, 3.11.2, 3.10.4, 3.9.2',
      ),
    );
  }
});

test('a stack that no python is for is told', async (t) => {
  const { compile } = await scene(t, { manifest: manifestOf(VERSIONS) });
  const { stderr } = await compile({ CF_STACK: 'cflinuxfs4' });
  t.is(stderr, failure('This buildpack has no python for the stack cflinuxfs4.'));
});
