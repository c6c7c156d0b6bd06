import { lstat, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import { inHost, type HostPath } from '../../../src/path.js';
import { serve, type Behaviour } from '../../source/server.js';
import { runCli, type Finished } from '../cli.js';
import { failsWith, filesBelow, workspace, writeRecipe, type Workspace } from './fixture.js';

const PASSWORD = 'p4ssw0rd-of-the-test';
const TOKEN = 't0ken-of-the-test';
const TICKET = 't1cket-of-the-test';
const BASIC = Buffer.from(`somebody:${PASSWORD}`).toString('base64');
const SECRETS = [PASSWORD, TOKEN, TICKET, BASIC, 'somebody'];

/** Sends a file to whoever has the password, the token and the ticket; anybody else is told what is wrong. */
function guarded(body: Buffer): Behaviour {
  const isWelcome = ({ url = '', headers }: IncomingMessage) => {
    const query = new URL(url, 'http://127.0.0.1').searchParams;
    return (
      headers.authorization === `Basic ${BASIC}` &&
      query.get('token') === TOKEN &&
      query.get('ticket') === TICKET &&
      query.get('version') === '1'
    );
  };
  return (request, response) => {
    if (isWelcome(request)) response.writeHead(200, { 'content-length': body.length }).end(body);
    else response.writeHead(403, `Not with ${request.url ?? ''}`).end();
  };
}

/** `tiny`, whose source only {@link guarded} has; and where, with and without its secrets. */
async function guardedWorkspace(t: ExecutionContext) {
  const here = await workspace(t);
  const body = await readFile(here.source.path);
  const server = await serve(t, guarded(body));
  await rm(here.source.path);
  await writeRecipe(here, { url: `${server.origin}/gone.tar.gz` });
  const host = `127.0.0.1:${server.port}/tiny-1.0.tar.gz`;
  const full = `http://somebody:${PASSWORD}@${host}?token=${TOKEN}&version=1&ticket=${TICKET}`;
  return { here, full, shown: `http://${host}?version=1` };
}

const NAMED = '--secret-query=Ticket';

/** Asserts that no secret is in what a run said. */
function saysNoSecret(t: ExecutionContext, { stdout, stderr }: Finished): void {
  for (const secret of SECRETS) {
    t.false(stdout.includes(secret), `${secret} in standard output:\n${stdout}`);
    t.false(stderr.includes(secret), `${secret} in standard error:\n${stderr}`);
  }
}

/** Asserts that no secret is in a file that was written, or in a file's name. */
async function holdsNoSecret(t: ExecutionContext, { cwd, cache }: Workspace): Promise<void> {
  const files = await Promise.all([cwd, cache].map(async (folder) => await filesIn(folder)));
  t.true(files.flat().length > 0);
  for (const file of files.flat()) {
    const content = await readFile(file, 'latin1');
    for (const secret of SECRETS) t.false(`${file}\n${content}`.includes(secret), file);
  }
}

/** Plain files below a folder; the stacks of all tests are behind a link, and not gone through. */
async function filesIn(folder: HostPath): Promise<HostPath[]> {
  const paths = (await filesBelow(folder)).map((path) => inHost(folder, path));
  const kinds = await Promise.all(paths.map(async (path) => (await lstat(path)).isFile()));
  return paths.filter((_, index) => kinds[index]);
}

test('a build from an address with secrets tells and keeps none of them', async (t) => {
  const { here, full, shown } = await guardedWorkspace(t);
  const order = ['tiny@1.0', '--stack=debian12', NAMED];

  const planned = await runCli(['plan', ...order, '--url', full, '--json'], here);
  t.is(planned.exitCode, 0, planned.stderr);
  saysNoSecret(t, planned);
  const built = await runCli(['build', ...order, `--url=${full}`], here);
  t.is(built.exitCode, 0, built.stderr);
  saysNoSecret(t, built);
  t.true(`${built.stdout}${built.stderr}`.includes(`Source URL: ${shown}\n`));
  t.true(built.stdout.includes(`source: ${shown}\n`), built.stdout);
  await holdsNoSecret(t, here);

  // Of the same source with another token, it is the same build.
  const other = full.replace(TOKEN, 'another-token');
  const again = await runCli(['build', ...order, `--url=${other}`, '--json'], here);
  t.is(again.exitCode, 0, again.stderr);
  t.true(again.events().some(({ type, reused }) => type === 'build.finished' && reused === true));
  t.false(again.stdout.includes('another-token'));
  saysNoSecret(t, again);

  for (const args of [
    ['artifacts', 'show', 'tiny-1.0'],
    ['artifacts', 'show', 'tiny-1.0', '--json'],
    ['verify', 'tiny-1.0'],
  ]) {
    const run = await runCli(args, here);
    t.is(run.exitCode, 0, run.stderr);
    t.true(run.stdout.includes(shown), run.stdout);
    saysNoSecret(t, run);
    if (args[0] === 'verify') {
      t.regex(run.stdout, /source +warned +can't be fetched again without its secret/);
      t.regex(run.stdout, /to rebuild, give the whole address with --url/);
    }
  }

  // What the cache has is not fetched again; without it, the plan alone is not enough.
  const fromCache = await runCli(['rebuild', 'tiny-1.0'], here);
  t.is(fromCache.exitCode, 0, fromCache.stderr);
  await rm(inHost(here.cache, 'sources'), { recursive: true });
  const failed = await runCli(['rebuild', 'tiny-1.0', '--json'], here);
  const said = failsWith(t, failed, { exitCode: 3, code: 'SOURCE_UNAVAILABLE' });
  t.true(
    said.includes(`${shown} was fetched with a secret (user name, password, token, ticket)`),
    said,
  );
  t.regex(said, /give the whole address with --url/);
  const rebuilt = await runCli(['rebuild', 'tiny-1.0', `--url=${full}`, NAMED], here);
  t.is(rebuilt.exitCode, 0, rebuilt.stderr);
  t.regex(rebuilt.stdout, /built again, the same bytes/);
  saysNoSecret(t, failed);
  saysNoSecret(t, rebuilt);
  await holdsNoSecret(t, here);
});

test('a source that an address with secrets doesn’t give: the server may repeat them, we don’t', async (t) => {
  const { here, full, shown } = await guardedWorkspace(t);
  const wrong = full.replace('version=1', 'version=2');
  for (const verb of ['fetch', 'build']) {
    const run = await runCli([verb, 'tiny@1.0', '--stack=debian12', '--url', wrong, NAMED], here);
    const said = failsWith(t, run, { exitCode: 3, code: 'SOURCE_UNAVAILABLE' });
    t.true(said.includes(shown.replace('version=1', 'version=2')), said);
    saysNoSecret(t, run);
  }
  const json = await runCli(['build', 'tiny@1.0', '--url', wrong, NAMED, '--json'], here);
  t.is(json.exitCode, 3);
  saysNoSecret(t, json);
  await holdsNoSecret(t, here);
});

test('a build that fails keeps no secret either', async (t) => {
  const { here, full } = await guardedWorkspace(t);
  await writeRecipe(here, { url: full, build: { make: { run: 'exit 1' } } });
  const run = await runCli(['build', 'tiny@1.0', '--stack=debian12', NAMED], here);
  failsWith(t, run, { exitCode: 4, code: 'STEP_FAILED' });
  saysNoSecret(t, run);
  // The recipe itself has them.
  await writeFile(inHost(here.cwd, 'recipes/tiny.yml'), '');
  await holdsNoSecret(t, here);
});

test('a recipe with secrets is shown without them', async (t) => {
  const { here, full, shown } = await guardedWorkspace(t);
  await writeRecipe(here, { url: full.replace(`&ticket=${TICKET}`, '') });
  for (const json of [[], ['--json']]) {
    const run = await runCli(['recipes', 'show', 'tiny', ...json], here);
    t.is(run.exitCode, 0, run.stderr);
    t.true(run.stdout.includes(shown), run.stdout);
    saysNoSecret(t, run);
  }
});

test('wrong use that repeats an address repeats no secret', async (t) => {
  const { here, full } = await guardedWorkspace(t);
  for (const args of [
    ['build', full, NAMED],
    ['build', 'tiny@1.0', `--ulr=${full}`, NAMED],
    ['build', 'tiny@1.0', `--jobs=${full}`, NAMED, '--json'],
    [full, '--secret-query', 'ticket'],
  ]) {
    const run = await runCli(args, here);
    t.is(run.exitCode, 2, run.stderr);
    saysNoSecret(t, run);
  }
});
