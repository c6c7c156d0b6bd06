import { probeRunner } from '../../../src/sandbox/index.js';
import test from 'ava';
import { testCache } from '../../prepared-root.js';
import { buildpackWith, server, workshop } from './workshop.js';

const podman = await probeRunner('podman', { cache: testCache });

if (!podman.works) test.skip('podman does not work here', () => undefined);
else {
  const { runner } = podman;
  test('podman stages and starts an application at the same places, as its own user', async (t) => {
    const here = await workshop(t, {
      buildpack: buildpackWith({
        'bin/compile':
          'echo "$(id -u) $USER $HOME"; echo app > /app/x; cat /home/vcap/app/x; echo $1 > /tmp/mark',
        'bin/release':
          'cat /tmp/mark >&2; echo "default_process_types: {web: exec perl server.pl}"',
      }),
      application: { 'server.pl': server() },
    });
    await here.stage({ runner });
    t.deepEqual(here.lines().slice(1, 4), ['0 vcap /home/vcap', 'app', '/tmp/app']);
    const answer = await here.run({ runner });
    t.like(answer, { status: 200, body: 'hello' });
    t.true(here.lines().includes('listening on 8080'));
  });
}
