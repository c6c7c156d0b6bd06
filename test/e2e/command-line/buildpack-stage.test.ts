import { readdir, readFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost, type HostPath } from '../../../src/path.js';
import {
  buildpackWith,
  cacheForStaging,
  server,
  writeFiles,
  writeScripts,
  type Files,
} from '../../buildpack/stage/workshop.js';
import { comesTrue, processesWith, runCli, startCli, temporaryFolder } from '../cli.js';
import { failsWith } from './fixture.js';

/** A working directory with `tiny_buildpack`, `my-app`, and a cache in which the stack is ready. */
async function workspace(
  t: ExecutionContext,
  scripts: Files = { 'bin/compile': 'echo "-----> Compiling"' },
): Promise<{ folder: HostPath; cwd: HostPath; cache: HostPath }> {
  const folder = await temporaryFolder(t);
  const cwd = inHost(folder, 'here');
  await writeScripts(inHost(cwd, 'tiny_buildpack'), buildpackWith(scripts));
  await writeFiles(inHost(cwd, 'my-app'), {
    'server.pl': server('HTTP/1.0 200 OK\\r\\nContent-Type: text/plain\\r\\n\\r\\nhello\\n'),
  });
  return { folder, cwd, cache: await cacheForStaging(folder) };
}

const STAGE = ['buildpack', 'stage', 'tiny_buildpack', 'my-app'];
const IN_STACK = [...STAGE, '--stack=debian12', '--runner=bubblewrap'];

test('buildpack stage shows what the scripts say, and the droplet that it left', async (t) => {
  const here = await workspace(t);
  const { exitCode, stdout, stderr } = await runCli(IN_STACK, here);
  t.is(exitCode, 0, stderr);
  const told = stdout.replaceAll(/ [\d.]+m?s$/gm, ' TIME').replaceAll(/[0-9a-f]{64}/g, 'DIGEST');
  t.is(
    told,
    `── bin/detect
bin/detect │ tiny 1.0
── bin/detect ✔ TIME
── bin/compile
bin/compile │ -----> Compiling
── bin/compile ✔ TIME
── bin/release
bin/release │ default_process_types: {web: perl server.pl}
── bin/release ✔ TIME

✔ staged tiny 1.0
  web │ perl server.pl
  path    ${here.cwd}/my-app-droplet.tgz
  size    ${/size {4}(.*)/.exec(stdout)?.[1] ?? ''}
  sha256  DIGEST
`,
  );
  t.deepEqual(await readdir(here.cwd), ['my-app', 'my-app-droplet.tgz', 'tiny_buildpack']);
});

test('buildpack stage --run says what the application answered', async (t) => {
  const here = await workspace(t);
  const { exitCode, stdout, stderr } = await runCli([...IN_STACK, '--run', '--path=/x'], here);
  t.is(exitCode, 0, stderr);
  t.regex(
    stdout,
    /^── web\nweb │ listening on 8080\n✔ serves: GET \/x answered 200, text\/plain \(.*\)\n {2}│ hello\n$/m,
  );
});

test('buildpack stage --json tells everything as events', async (t) => {
  const here = await workspace(t);
  const options = ['--run', '--json', '--output=out/x.tgz', '--cache-dir=kept', '--env=A=b'];
  const run = await runCli([...IN_STACK, ...options], here);
  t.is(run.exitCode, 0, run.stderr);
  const events = run.json();
  t.like(events[0], { type: 'script.started', script: 'bin/detect' });
  t.like(events[1], { type: 'script.line', script: 'bin/detect', line: 'tiny 1.0' });
  t.like(events[2], { type: 'script.finished', script: 'bin/detect', exitCode: 0 });
  t.like(
    events.find((event) => JSON.stringify(event).startsWith('{"type":"application.staged"')),
    {
      detected: 'tiny 1.0',
      processes: { web: 'perl server.pl' },
      droplet: { path: inHost(here.cwd, 'out/x.tgz') },
    },
  );
  t.like(events.at(-1), {
    type: 'application.answered',
    command: 'perl server.pl',
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: 'hello\n',
  });
  t.deepEqual(await readdir(inHost(here.cwd, 'kept')), []);
});

test('buildpack stage takes the stack that the buildpack was packaged for', async (t) => {
  const here = await workspace(t);
  t.regex(
    failsWith(t, await runCli(STAGE, here), { exitCode: 2, code: 'USAGE' }),
    /In which stack shall the application be staged\?\n.*say --stack NAME\. Known: cflinuxfs2, /,
  );
  await writeFiles(inHost(here.cwd, 'tiny_buildpack'), { 'manifest.yml': 'stack: debian12\n' });
  t.is((await runCli([...STAGE, '--runner=bubblewrap'], here)).exitCode, 0);
  const other = await runCli([...STAGE, '--stack=cflinuxfs9'], here);
  failsWith(t, other, { exitCode: 2, code: 'UNKNOWN_STACK' });
});

test('nothing of the environment of whoever stages gets to the scripts', async (t) => {
  const here = await workspace(t, { 'bin/compile': 'env' });
  const env = { SECRET_TOKEN: 'swordfish', http_proxy: 'http://proxy.example.org' };
  const { exitCode, stdout } = await runCli(IN_STACK, { ...here, env });
  t.is(exitCode, 0);
  t.notRegex(stdout, /swordfish|proxy\.example/);
});

test('buildpack stage ends with 4 for a buildpack that does not take it or fails', async (t) => {
  const here = await workspace(t, { 'bin/compile': 'echo "no wheel for x"; exit 9' });
  const failed = failsWith(t, await runCli(IN_STACK, here), {
    exitCode: 4,
    code: 'STAGING_FAILED',
  });
  t.regex(failed, /bin\/compile failed with exit code 9\./);
  t.regex(failed, /── bin\/compile ended with 9/);
  t.deepEqual(await readdir(here.cwd), ['my-app', 'tiny_buildpack']);
  await writeScripts(inHost(here.cwd, 'tiny_buildpack'), { 'bin/detect': 'exit 1' });
  failsWith(t, await runCli(IN_STACK, here), { exitCode: 4, code: 'NOT_DETECTED' });
});

test('buildpack stage --run ends with 5 for an application that does not serve', async (t) => {
  const here = await workspace(t);
  await writeFiles(inHost(here.cwd, 'my-app'), { Procfile: 'web: sleep 600\n' });
  const run = await runCli([...IN_STACK, '--run', '--timeout=1'], here);
  failsWith(t, run, { exitCode: 5, code: 'NOT_SERVING' });
  t.true((await readdir(here.cwd)).includes('my-app-droplet.tgz'), 'the droplet stays');
});

for (const [args, says] of [
  [['buildpack', 'stage'], "'buildpack stage' takes a buildpack and an application."],
  [[...STAGE, '--path=/x'], '--path says nothing without --run.'],
  [[...STAGE, '--timeout=5'], '--timeout says nothing without --run.'],
  [[...STAGE, '--run', '--timeout=0'], "--timeout takes a whole number from 1 to 9999, not '0'."],
  [[...STAGE, '--run', '--path=x'], "'x' is not the path of a page."],
  [[...STAGE, '--interface=build'], "--interface takes compile or supply, not 'build'."],
  [[...STAGE, '--env=PATH=/x'], "--env can't change PATH: the platform sets it."],
  [[...STAGE, '--cached'], "'buildpack stage' takes no --cached."],
] as const) {
  test(`${args.slice(1).join(' ')} is refused`, async (t) => {
    const cwd = await temporaryFolder(t);
    const run = await runCli(args, { cwd, cache: inHost(cwd, 'cache') });
    t.true(failsWith(t, run, { exitCode: 2, code: 'USAGE' }).includes(says), run.stderr);
    t.deepEqual(await readdir(cwd), []);
  });
}

for (const [signal, what, options] of [
  ['SIGINT', 'a script', []],
  ['SIGTERM', 'an application', ['--run']],
] as const) {
  test(`${signal} ends ${what}, and leaves no process, mount or folder`, async (t) => {
    const waits = 'echo waiting; sleep infinity';
    const here = await workspace(t, { 'bin/compile': what === 'a script' ? waits : 'true' });
    await writeFiles(inHost(here.cwd, 'my-app'), { Procfile: `web: ${waits}\n` });
    const run = startCli([...IN_STACK, ...options, '--json', '--output=out.tgz'], here);
    await run.event(({ type, line }) => type === 'script.line' && line === 'waiting');
    t.true((await processesWith(here.folder)).length > 1, 'the sandbox is seen');
    run.kill(signal);
    const { exitCode, stderr } = await run.finished;
    t.is(exitCode, 130);
    t.regex(stderr, new RegExp(`^error INTERRUPTED Interrupted by ${signal}\\.$`, 'm'));
    t.true(await comesTrue(async () => (await processesWith(here.folder)).length === 0));
    t.false((await readFile('/proc/self/mountinfo', 'utf8')).includes(here.folder));
    for (const empty of ['work', 'locks']) {
      t.deepEqual(await readdir(inHost(here.cache, empty)), []);
    }
    const left = await readdir(here.cwd);
    t.deepEqual(left, ['my-app', ...(what === 'a script' ? [] : ['out.tgz']), 'tiny_buildpack']);
  });
}

test('a killed run leaves no process behind', async (t) => {
  const here = await workspace(t, { 'bin/compile': 'echo waiting; sleep infinity' });
  const run = startCli([...IN_STACK, '--json'], here);
  await run.event(({ type, line }) => type === 'script.line' && line === 'waiting');
  run.kill('SIGKILL');
  await run.finished;
  t.true(await comesTrue(async () => (await processesWith(here.folder)).length === 0));
});
