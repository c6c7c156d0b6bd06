import { readdir, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost } from '../../../src/path.js';
import { buildpackWith, server, workshop, type Files, type Workshop } from './workshop.js';

/** An application that is staged already. */
async function staged(
  t: ExecutionContext,
  application: Files,
  scripts: Files = {},
): Promise<Workshop> {
  const buildpack = buildpackWith({ 'bin/compile': 'true', ...scripts });
  const here = await workshop(t, { buildpack, application });
  await here.stage();
  here.events.length = 0;
  return here;
}

test('an application that serves answers with status, headers and the beginning of its page', async (t) => {
  const here = await staged(t, {
    'server.pl': server(
      'HTTP/1.0 200 OK\\r\\nContent-Type: text/plain\\r\\nX-Request: $request\\r\\n\\r\\n<hello>\\n\\e[31m' +
        'x'.repeat(3000),
    ),
  });
  const answer = await here.run({ path: '/health?full=yes' });
  t.like(answer, { command: 'perl server.pl', status: 200 });
  t.is(answer.headers['content-type'], 'text/plain');
  t.is(answer.headers['x-request'], 'GET /health?full=yes HTTP/1.0');
  // Its first 1,024 characters, one of them written out.
  t.is(answer.body.length, 1029);
  t.true(answer.body.startsWith('<hello>\n\\u{1b}[31mxxx'));
  t.deepEqual(here.lines(), ['listening on 8080']);
  const [started] = here.events;
  t.like(started, { type: 'script.started', script: 'web' });
  const staging = started !== undefined && 'staging' in started ? started.staging : '';
  t.regex(staging ?? '', /^app\.tgz-debian12-\w+-[0-9a-f]{8}$/);
  t.true(here.events.every((event) => 'staging' in event && event.staging === staging));
  t.deepEqual(await readdir(inHost(here.cache, 'work')), [], 'nothing is left');
});

test('an application is started as the platform does: directories, profiles, user, environment', async (t) => {
  const here = await staged(
    t,
    {
      'server.pl': server(),
      '.profile': 'export ORDER="$ORDER profile"',
      '.profile.d/a.sh': 'export ORDER="$ORDER a.sh"',
      '.profile.d/b.sh': 'export ORDER="$ORDER b.sh"',
      '.profile.d/not-sourced.txt': 'export ORDER="$ORDER wrong"',
    },
    {
      'bin/compile': '',
      'bin/supply': 'mkdir "$3/$4/lib"',
      'bin/finalize': 'echo "export ORDER=finalize" > "$5/0.sh"',
      'bin/release': `echo 'default_process_types: {web: "id; pwd; ls /home/vcap /app; env | sort; exec perl server.pl"}'`,
    },
  );
  await here.run({ environment: { GREETING: 'it is "hello"' } });
  t.deepEqual(
    here.lines().filter((line) => !/^(_|OLDPWD|SHLVL|VCAP_APPLICATION)=/.test(line)),
    [
      'uid=2000(vcap) gid=2000(vcap) groups=2000(vcap)',
      '/home/vcap/app',
      ...['/app:', 'server.pl', ''],
      ...['/home/vcap:', 'app', 'deps', 'logs', 'profile.d', 'staging_info.yml', 'tmp'],
      'CF_INSTANCE_INDEX=0',
      'CF_STACK=debian12',
      'DEPS_DIR=/home/vcap/deps',
      'GREETING=it is "hello"',
      'HOME=/home/vcap/app',
      'INSTANCE_INDEX=0',
      'LANG=C.UTF-8',
      'LOGNAME=vcap',
      'MEMORY_LIMIT=1024m',
      'ORDER=finalize a.sh b.sh profile',
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'PORT=8080',
      'PWD=/home/vcap/app',
      'SHELL=/bin/bash',
      'STACK=debian12',
      'TERM=dumb',
      'TMPDIR=/home/vcap/tmp',
      'USER=vcap',
      'VCAP_APP_HOST=0.0.0.0',
      'VCAP_APP_PORT=8080',
      'VCAP_SERVICES={}',
      'listening on 8080',
    ],
  );
});

test('an application that takes its time to listen is waited for', async (t) => {
  const here = await staged(t, {
    Procfile: 'web: sleep 1 && perl server.pl',
    'server.pl': server(),
  });
  t.is((await here.run()).body, 'hello');
});

test('a page that is not there is an answer all the same', async (t) => {
  const here = await staged(t, { 'server.pl': server('HTTP/1.1 404 Not Found\\r\\n\\r\\n') });
  t.like(await here.run(), { status: 404, body: '' });
});

test('an application has no network', async (t) => {
  const web =
    'web: (exec 3<>/dev/tcp/192.0.2.1/80); cut -d: -f1 /proc/net/dev; exec perl server.pl';
  const here = await staged(t, { Procfile: web, 'server.pl': server() });
  await here.run();
  t.true(here.lines().some((line) => line.endsWith('Network is unreachable')));
  t.deepEqual(here.lines().slice(-2), ['    lo', 'listening on 8080']);
});

test('one that ends is told with its exit code and its last lines', async (t) => {
  const here = await staged(t, { Procfile: 'web: echo "no module named app"; exit 3' });
  const error = await t.throwsAsync(here.run(), { code: 'NOT_SERVING' });
  t.like(error, {
    message: `The web process 'echo "no module named app"; exit 3' ended with exit code 3 before it answered.`,
    excerpt: ['no module named app'],
    hint: 'The platform expects a process that goes on, in the foreground.',
    exitCode: 5,
  });
  t.like(here.events.at(-1), { type: 'script.finished', script: 'web', exitCode: 3 });
});

test('one that does not answer in time is told so', async (t) => {
  const here = await staged(t, { Procfile: 'web: echo waiting; sleep 600' });
  const error = await t.throwsAsync(here.run({ timeoutSeconds: 1 }), { code: 'NOT_SERVING' });
  t.like(error, {
    message: "The web process 'echo waiting; sleep 600' didn't answer on port 8080 within 1 s.",
    excerpt: ['waiting'],
  });
});

test('one that takes the request and says nothing is not waited for longer', async (t) => {
  const silent = server().replace(/while \(defined.*\n.*syswrite.*\n/, 'sleep 600;\n');
  const here = await staged(t, { 'server.pl': silent });
  t.true(silent.includes('sleep 600'));
  await t.throwsAsync(here.run({ timeoutSeconds: 1 }), { code: 'NOT_SERVING' });
});

test('one that answers with a fault of its own is told with its page', async (t) => {
  const here = await staged(t, {
    'server.pl': server('HTTP/1.0 500 Oops\\r\\n\\r\\nTraceback\\nKeyError'),
  });
  const error = await t.throwsAsync(here.run(), { code: 'NOT_SERVING' });
  t.like(error, {
    message: "The web process 'perl server.pl' answered GET / with status 500.",
    excerpt: ['listening on 8080', 'Traceback', 'KeyError'],
  });
});

test('one that does not speak HTTP is told so', async (t) => {
  const here = await staged(t, { 'server.pl': server('220 mail.example.org\\r\\n') });
  t.like(await t.throwsAsync(here.run(), { code: 'NOT_SERVING' }), {
    message: "The web process 'perl server.pl' answered, but not in HTTP.",
  });
});

test('one that never ends its answer is cut', async (t) => {
  const endless = server('HTTP/1.0 200 OK\\r\\n\\r\\n').replace(
    '  close $client;',
    '  $SIG{PIPE} = "IGNORE"; 1 while syswrite($client, "x" x 4096);\n  close $client;',
  );
  const here = await staged(t, { 'server.pl': endless });
  t.is((await here.run()).body, 'x'.repeat(1024));
});

test('what an application puts in the place of its answer is not followed', async (t) => {
  const here = await staged(t, {
    Procfile: 'web: ln -s /etc/passwd /binary-builder/answer/exit-code; exec perl server.pl',
    'server.pl': server(),
  });
  t.is((await here.run()).status, 200);
});

test('a droplet without a web process is told how to name one', async (t) => {
  const here = await staged(t, { Procfile: 'worker: sleep 1' }, { 'bin/release': 'true' });
  t.like(await t.throwsAsync(here.run(), { code: 'NOT_SERVING' }), {
    message: `${here.droplet} has no web process.`,
  });
});

test('what is no droplet is refused', async (t) => {
  const here = await staged(t, { 'server.pl': server() });
  const gone = inHost(here.folder, 'gone.tgz');
  t.like(await t.throwsAsync(here.run({ droplet: gone }), { code: 'USAGE' }), {
    message: `There is no droplet ${gone}.`,
  });
  await writeFile(here.droplet, 'no tarball');
  t.like(await t.throwsAsync(here.run(), { code: 'ARTIFACT_DAMAGED' }), {
    message: `${here.droplet} is no droplet that can be unpacked.`,
  });
});

test('a page is asked for by a path that can stand in a request', async (t) => {
  const here = await staged(t, { 'server.pl': server() });
  for (const path of ['health', '/a b', '/a\r\nHost: x', '']) {
    await t.throwsAsync(here.run({ path }), { code: 'USAGE' });
  }
});
