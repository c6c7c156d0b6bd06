import test from 'ava';
import { processesOfProcfile } from '../../../src/buildpack/stage/procfile.js';

test('a Procfile has a process in each line', (t) => {
  t.deepEqual(
    processesOfProcfile(
      '\uFEFFweb: python app.py --bind "0.0.0.0:$PORT" # x\r\n\n# no\nwork-er_1 :  w \n',
    ),
    { web: 'python app.py --bind "0.0.0.0:$PORT" # x', 'work-er_1': 'w' },
  );
  t.deepEqual(processesOfProcfile(''), {});
});

test('a line that is none is told by its number', (t) => {
  for (const line of ['web', 'web:', 'a b: c', ': c']) {
    const error = t.throws(() => processesOfProcfile(`\n${line}`), { code: 'STAGING_FAILED' });
    t.like(error, { message: 'Procfile:2: this is no process', excerpt: [line] });
  }
});
