import test from 'ava';
import { parseVariables } from '../../../src/buildpack/stage/index.js';

test('variables are NAME=VALUE, and the last of one name counts', (t) => {
  t.deepEqual(parseVariables(['A=b', 'EMPTY=', 'ODD=a=b c\n$HOME', 'A=c']), {
    A: 'c',
    EMPTY: '',
    ODD: 'a=b c\n$HOME',
  });
});

test('what is no variable is refused', (t) => {
  for (const text of ['A', '=b', '1A=b', 'A-B=c', ' A=b', '']) {
    const error = t.throws(() => parseVariables([text]), { code: 'USAGE' });
    t.is(error.message, `--env takes NAME=VALUE, not '${text}'.`);
  }
});

test('variables by which the platform says where things are stay as they are', (t) => {
  const error = t.throws(() => parseVariables(['A=b', 'PORT=9']), { code: 'USAGE' });
  t.like(error, {
    message: "--env can't change PORT: the platform sets it.",
    hint: 'It sets these too: CF_STACK, DEPS_DIR, HOME, PATH, PWD, STACK, TMPDIR, USER, VCAP_APP_PORT.',
  });
  t.deepEqual(parseVariables(['VCAP_SERVICES={"redis":[]}', 'MEMORY_LIMIT=64m']), {
    VCAP_SERVICES: '{"redis":[]}',
    MEMORY_LIMIT: '64m',
  });
});
