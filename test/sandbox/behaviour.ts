import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test, { type ExecutionContext } from 'ava';
import { guestPath, hostPath, inHost, type HostPath } from '../../src/path.js';
import type { Command, Mount, Sandbox } from '../../src/sandbox/index.js';
import { command, ENVIRONMENT, script } from './command.js';

/** A folder of the machine that is gone after the test, and that anybody may write to, whoever commands run as. */
export async function folder(t: ExecutionContext): Promise<HostPath> {
  const path = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'sandbox-test-')));
  await chmod(path, 0o777);
  t.teardown(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Runs a command and gives its merged output, trimmed, and its exit code. */
export async function outputOf(
  sandbox: Sandbox,
  what: Command,
): Promise<{ exitCode: number; output: string }> {
  const chunks: Buffer[] = [];
  const { exitCode } = await sandbox.run(what, { onOutput: (chunk) => chunks.push(chunk) });
  return { exitCode, output: Buffer.concat(chunks).toString('utf8').trimEnd() };
}

export function bound(
  host: HostPath,
  guest: string,
  access: Mount['access'] = 'read-write',
): Mount {
  return { host, guest: guestPath(guest), access };
}

/** What every sandbox does, whatever is behind it. */
export function behavesAsSandbox(open: () => Promise<Sandbox>): void {
  test('gives the exit code of the command', async (t) => {
    t.deepEqual(await (await open()).run(script('exit 0')), { exitCode: 0 });
    t.deepEqual(await (await open()).run(script('exit 7')), { exitCode: 7 });
  });

  test('gives 128 + n for a command that dies of signal n', async (t) => {
    t.is((await (await open()).run(script('kill -SEGV $$'))).exitCode, 139);
    t.is((await (await open()).run(script('kill -KILL $$'))).exitCode, 137);
  });

  test('gives 127 for a program that is not there, and says its name', async (t) => {
    const { exitCode, output } = await outputOf(await open(), command(['no-such-program']));
    t.is(exitCode, 127);
    t.regex(output, /no-such-program.*No such file or directory/);
  });

  test('merges both streams in the order in which they were written', async (t) => {
    const lines = 'for i in 1 2 3 4 5 6 7 8 9; do echo out $i; echo err $i >&2; done';
    const { output } = await outputOf(await open(), script(lines));
    t.deepEqual(
      output.split('\n'),
      [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((i) => [`out ${i}`, `err ${i}`]),
    );
  });

  test('keeps both streams apart when they are captured', async (t) => {
    const captured = await (await open()).capture(script('echo out; echo err >&2; exit 3'));
    t.is(captured.stdout, 'out\n');
    t.is(captured.stderr, 'err\n');
    t.is(captured.exitCode, 3);
  });

  test('passes on large output whole', async (t) => {
    const { output } = await outputOf(await open(), command(['seq', '1', '300000']));
    t.is(output.length, 1_988_894);
    t.true(output.endsWith('\n300000'));
  });

  test('gives the command exactly the given environment', async (t) => {
    const odd = { ...ENVIRONMENT, ODD: `a 'b' "c" $HOME=\nd` };
    const { stdout } = await (
      await open()
    ).capture({ ...command(['env', '-0']), environment: odd });
    const variables = stdout
      .split('\0')
      .filter((variable) => !/^(PWD=.*)?$/.test(variable))
      .sort();
    t.deepEqual(
      variables,
      Object.entries(odd)
        .map(([name, value]) => `${name}=${value}`)
        .sort(),
    );
  });

  test('gives the command nothing to read and makes files with umask 022', async (t) => {
    const { output } = await outputOf(await open(), script('cat; umask'));
    t.is(output, '0022');
  });

  test('shows what is mounted read-write, and keeps what is written there', async (t) => {
    const box = await folder(t);
    await writeFile(inHost(box, 'in'), 'hello');
    const mounts = [bound(box, '/binary-builder')];
    const { exitCode } = await (
      await open()
    ).run({
      ...command(['sh', '-c', 'pwd; cp in out && mkdir source'], mounts),
      directory: guestPath('/binary-builder'),
    });
    t.is(exitCode, 0);
    t.is(await readFile(inHost(box, 'out'), 'utf8'), 'hello');
    t.deepEqual((await readdir(box)).sort(), ['in', 'out', 'source']);
  });

  test('shows a tree at a prefix that the root does not have', async (t) => {
    const tree = await folder(t);
    await mkdir(inHost(tree, 'bin'));
    await writeFile(inHost(tree, 'bin/hello'), '#!/bin/sh\necho hello from $0\n', { mode: 0o755 });
    const mounts = [bound(tree, '/app/.heroku/sandbox-test', 'read-only')];
    const { output } = await outputOf(
      await open(),
      command(['/app/.heroku/sandbox-test/bin/hello'], mounts),
    );
    t.is(output, 'hello from /app/.heroku/sandbox-test/bin/hello');
  });

  test('ends the command when it is aborted', async (t) => {
    const abort = new AbortController();
    const run = (await open()).run(script('echo started; sleep 600'), {
      signal: abort.signal,
      onOutput: () => {
        abort.abort();
      },
    });
    await t.throwsAsync(run, { code: 'INTERRUPTED' });
  });

  test('starts nothing when it is aborted before', async (t) => {
    const run = (await open()).run(script('exit 0'), { signal: AbortSignal.abort() });
    await t.throwsAsync(run, { code: 'INTERRUPTED' });
  });
}

/** What every sandbox but the machine itself keeps from a command. */
export function isolates(
  open: () => Promise<Sandbox>,
  {
    user = '0\n0',
    scratch = ['/tmp/x', '/var/tmp/x', '/run/x', '/dev/shm/x'],
  }: { user?: string; scratch?: readonly string[] } = {},
): void {
  test('has no network but its own loopback', async (t) => {
    const { output } = await outputOf(
      await open(),
      script(`sed -n 's/^ *\\(.*\\):.*/\\1/p' /proc/net/dev`),
    );
    t.is(output, 'lo');
  });

  test('shows no file and no process of the machine', async (t) => {
    const box = await folder(t);
    const { exitCode } = await (
      await open()
    ).run(script(`test -e ${box} || test -e ${import.meta.filename}`));
    t.is(exitCode, 1);
    const { output } = await outputOf(await open(), script('ls -d /proc/[0-9]* | wc -l'));
    t.true(Number(output) < 8, output);
  });

  test('has a fixed host name and user', async (t) => {
    const { output } = await outputOf(
      await open(),
      script('cat /proc/sys/kernel/hostname; id -u; id -g'),
    );
    t.is(output, `stack\n${user}`);
  });

  test('lets nothing be written but scratch files and what is mounted so', async (t) => {
    const tree = await folder(t);
    const mounts = [bound(tree, '/app/tree', 'read-only')];
    const places = '/x /usr/x /app/x /app/tree/x /etc/x /tmp/x /var/tmp/x /run/x /dev/shm/x';
    const { output } = await outputOf(
      await open(),
      script(
        `for place in ${places}; do (: >$place) 2>/dev/null && echo $place; done; true`,
        mounts,
      ),
    );
    t.deepEqual(output.split('\n'), [...scratch]);
    t.deepEqual(await readdir(tree), []);
  });

  test('lets programs be run from scratch folders', async (t) => {
    const { output } = await outputOf(await open(), script('cp /bin/echo /tmp/e && /tmp/e works'));
    t.is(output, 'works');
  });
}
