import test from 'ava';
import { execa } from 'execa';
import { inHost } from '../../../src/path.js';
import { EXAMPLE } from './scripts.js';

/** The environment after the script of the run time, when it was like this before. */
async function after(env: Record<string, string>): Promise<string[]> {
  const profile = inHost(EXAMPLE, 'lib/profile.sh');
  const { stdout } = await execa('sh', ['-euc', '. "$1"; env | sort', 'sh', profile], {
    env: { PATH: '/usr/bin:/bin', HOME: '/home/vcap/app', ...env },
    extendEnv: false,
  });
  return stdout.split('\n').filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line));
}

test('at run time python, its libraries and the application itself are found', async (t) => {
  t.deepEqual(await after({}), [
    'HOME=/home/vcap/app',
    'LANG=C.UTF-8',
    'LD_LIBRARY_PATH=/app/.heroku/vendor/lib:/app/.heroku/python/lib',
    'PATH=/app/.heroku/python/bin:/app/.heroku/vendor/bin:/usr/bin:/bin',
    'PYTHONPATH=/home/vcap/app',
    'PYTHONUNBUFFERED=1',
  ]);
});

test('what the application has set for itself stays', async (t) => {
  const env = {
    LANG: 'de_DE.UTF-8',
    PYTHONPATH: '/x',
    PYTHONUNBUFFERED: '0',
    LD_LIBRARY_PATH: '/y',
  };
  t.deepEqual(await after(env), [
    'HOME=/home/vcap/app',
    'LANG=de_DE.UTF-8',
    'LD_LIBRARY_PATH=/app/.heroku/vendor/lib:/app/.heroku/python/lib:/y',
    'PATH=/app/.heroku/python/bin:/app/.heroku/vendor/bin:/usr/bin:/bin',
    'PYTHONPATH=/x',
    'PYTHONUNBUFFERED=0',
  ]);
});
