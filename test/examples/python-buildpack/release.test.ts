import test from 'ava';
import { parse } from 'yaml';
import { scene } from './scripts.js';

const STARTED_BY = {
  'manage.py': 'python manage.py runserver 0.0.0.0:$PORT',
  'app.py': 'python app.py',
  'main.py': 'python main.py',
};

for (const [file, web] of Object.entries(STARTED_BY)) {
  test(`an application with ${file} is started by it`, async (t) => {
    const { script, application } = await scene(t, { files: { [file]: '' } });
    const { exitCode, stdout } = await script('release', [application]);
    t.is(exitCode, 0);
    t.deepEqual(parse(stdout), { default_process_types: { web } });
  });
}

test('Django comes before a file app.py', async (t) => {
  const { script, application } = await scene(t, { files: { 'manage.py': '', 'app.py': '' } });
  t.true((await script('release', [application])).stdout.includes('manage.py'));
});

test('an application that nothing is known of has no process', async (t) => {
  const { script, application } = await scene(t);
  const { exitCode, stdout } = await script('release', [application]);
  t.is(exitCode, 0);
  t.deepEqual(parse(stdout), { default_process_types: {} });
});
