import test, { type ExecutionContext } from 'ava';
import { helper, PYTHONS } from './pythons.js';
import { scene } from './scripts.js';

/** The libraries that an application with these files needs, by every python of the machine. */
async function needed(
  t: ExecutionContext,
  files: Record<string, string>,
): Promise<string | undefined> {
  const { application } = await scene(t, { files });
  let first: string | undefined;
  for (const python of PYTHONS) {
    const { exitCode, stdout, stderr } = await helper(python, 'requirements.py', [
      'libraries',
      application,
    ]);
    t.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' }, python);
    first ??= stdout;
    t.is(stdout, first, python);
  }
  return first;
}

const NAMES: Record<string, string> = {
  cffi: 'libffi',
  'cffi==1.15.1': 'libffi',
  'CFFI >= 1.15, < 2 # calls': 'libffi',
  'cffi; python_version >= "3"': 'libffi',
  'cffi[x]>=1': 'libffi',
  argon2_cffi: 'libffi',
  'argon2.CFFI~=21.3': 'libffi',
  bcrypt: 'libffi',
  'cryptography==3.4 \\\n  --hash=sha256:00': 'libffi',
  PyNaCl: 'libffi',
  pyOpenSSL: 'libffi',
  misaka: 'libffi',
  'django[argon2]': 'libffi',
  'Django [tz, bcrypt] ==3.2': 'libffi',
  'requests[security]': 'libffi',
  'cffi @ https://example.org/x.zip': 'libffi',
  'https://example.org/x.zip#egg=cffi': 'libffi',
  'https://example.org/cffi-1.15.1.tar.gz': 'libffi',
  './vendored/cffi-1.15.1-cp311-cp311-linux_x86_64.whl': 'libffi',
  '-e git+https://example.org/x.git@main#egg=requests[security]': 'libffi',
  '--editable=git+ssh://git@example.org/x#subdirectory=y&egg=PyNaCl': 'libffi',
  'pylibmc>=1.5': 'libmemcached',
  'pylibmc\r\nmisaka\r\n': 'libffi\nlibmemcached',
  django: '',
  'django[tz]': '',
  requests: '',
  'cffi-extra': '',
  'my.cffi': '',
  '# cffi': '',
  '-c cffi.txt': '',
  '--find-links cffi': '',
  '-r https://example.org/cffi.txt': '',
  '-e .': '',
  '': '',
};
for (const [line, libraries] of Object.entries(NAMES)) {
  test(`${JSON.stringify(line)} needs ${libraries === '' ? 'nothing' : JSON.stringify(libraries)}`, async (t) => {
    t.is(await needed(t, { 'requirements.txt': `\u{feff}flask==1\n${line}\n` }), libraries);
  });
}

test('files that are included count, each once, and circles end', async (t) => {
  const files = {
    'requirements.txt': '-r more/base.txt\n',
    'more/base.txt': '--requirement=deeper.txt # all\nflask\n-r../requirements.txt\n',
    'more/deeper.txt': 'pylibmc\n',
  };
  t.is(await needed(t, files), 'libmemcached');
});

test('what lies in vendor/ counts, since packages need packages', async (t) => {
  const files = { 'requirements.txt': 'paramiko\n', 'vendor/cffi-1.15.1.tar.gz': '' };
  t.is(await needed(t, files), 'libffi');
});

test('an application without requirements needs nothing', async (t) => {
  t.is(await needed(t, { 'setup.py': '' }), '');
});

test('an included file that is not there is named', async (t) => {
  const { application } = await scene(t, { files: { 'requirements.txt': '-r none.txt' } });
  for (const python of PYTHONS) {
    t.deepEqual(await helper(python, 'requirements.py', ['libraries', application]), {
      exitCode: 3,
      stdout: '',
      stderr: `${application}/none.txt: No such file or directory`,
    });
  }
});

test('requirements that pin the digests of files are known', async (t) => {
  const pins = async (text: string) => {
    const { application } = await scene(t, { files: { 'requirements.txt': text } });
    const ended = PYTHONS.map((python) =>
      helper(python, 'requirements.py', ['hashes', application]),
    );
    return (await Promise.all(ended)).map(({ exitCode }) => exitCode);
  };
  t.deepEqual(
    await pins('cffi==1 \\\n --hash=sha256:00'),
    PYTHONS.map(() => 0),
  );
  t.deepEqual(
    await pins('--require-hashes\ncffi==1'),
    PYTHONS.map(() => 0),
  );
  t.deepEqual(
    await pins('cffi==1 # --hash=sha256:00'),
    PYTHONS.map(() => 1),
  );
});
