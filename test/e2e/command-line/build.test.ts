import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { execa } from 'execa';
import { z } from 'zod';
import { buildTimed } from '../../../src/cli/schema/order.js';
import { hostPath, inHost } from '../../../src/path.js';
import { provenanceSchema } from '../../../src/store/index.js';
import { serve, status } from '../../source/server.js';
import { runCli, startCli } from '../cli.js';
import {
  AFTER_BUILD,
  FILE,
  failsWith,
  filesBelow,
  namesIn,
  workspace,
  writeRecipe,
} from './fixture.js';

const BUILD = ['build', 'tiny@1.0', '--stack=debian12'];

const traceSchema = z.object({ traceEvents: z.array(z.object({ ph: z.string() })) });

/** What `--timings` answers among the lines of a run. */
function timedIn(lines: readonly unknown[]): z.infer<typeof buildTimed>[] {
  return lines.flatMap((line) => buildTimed.safeParse(line).data ?? []);
}

test('a build names its stack first, then its source, and ends with artifact and manifest entry', async (t) => {
  const here = await workspace(t);
  const run = await runCli(BUILD, here);
  t.is(run.exitCode, 0, run.stderr);
  t.is(run.stderr, '');
  const lines = run.stdout.split('\n');
  t.is(lines[0], 'tiny-1.0-debian12-x64 Stack: debian12 (asked for by name)');
  t.is(lines[1], `tiny-1.0-debian12-x64 Source URL: ${here.source.url}`);
  const artifact = inHost(here.cwd, FILE);
  const sums = await Promise.all(['md5sum', 'sha256sum'].map((sum) => execa(sum, [artifact])));
  const [md5 = '', sha256 = ''] = sums.map(({ stdout }) => stdout.split(' ')[0]);
  t.true(lines.includes(`  path    ${artifact}`), run.stdout);
  t.true(lines.includes(`  md5     ${md5}`));
  t.true(lines.includes(`  sha256  ${sha256}`));
  t.true(
    run.stdout.includes(
      `Manifest entry:\n- name: tiny\n  version: "1.0"\n  uri: file://${artifact}\n`,
    ),
  );
  for (const sum of ['md5sum', 'sha256sum']) {
    const list = inHost(here.cwd, 'checksums', `${sum.slice(0, -3).toUpperCase()}SUMS`);
    await t.notThrowsAsync(execa(sum, ['--check', '--strict', list], { cwd: here.cwd }));
  }
  t.deepEqual(await filesBelow(here.cwd), AFTER_BUILD);
  t.deepEqual(await namesIn(inHost(here.cache, 'work')), []);
  t.deepEqual(await namesIn(inHost(here.cache, 'locks')), []);
});

test('the classic form builds, and what was built is not built again, wherever it is published', async (t) => {
  const here = await workspace(t);
  const classic = ['--name=tiny', '--version=1.0', `--md5=${here.source.md5}`, '--stack=debian12'];
  const first = await runCli([...classic, '--json'], here);
  t.is(first.exitCode, 0, first.stderr);
  t.like(first.events().at(-1), { type: 'build.finished', reused: false });
  const again = await runCli(['-n', 'tiny', '-v1.0', '--stack', 'debian12'], here);
  t.is(again.exitCode, 0, again.stderr);
  t.regex(again.stdout, /✔ already built, nothing to do/);
  const elsewhere = inHost(here.folder, 'elsewhere');
  const third = await runCli([...BUILD, '--json', '--output-dir', elsewhere], here);
  t.like(third.events().at(-1), { type: 'build.finished', reused: true });
  t.deepEqual(await readFile(inHost(elsewhere, FILE)), await readFile(inHost(here.cwd, FILE)));
});

test('with --json every line of standard output is JSON, the log of the steps too', async (t) => {
  const here = await workspace(t);
  await writeRecipe(here, {}, 'other');
  const run = await runCli([...BUILD, 'other@1.0', 'missing@1.0', '--json', '--verbose'], here);
  t.is(run.exitCode, 2, run.stderr);
  const events = run.events();
  t.is(events.length, run.stdout.trimEnd().split('\n').length);
  t.is(events.filter(({ type }) => type === 'build.failed').length, 1);
  t.is(events.filter(({ type }) => type === 'build.finished').length, 2);
  t.truthy(
    events.find(({ type, line }) => type === 'log' && line === 'making with one job or more'),
  );
  t.regex(run.stderr, /UNKNOWN_RECIPE/);
});

test('--timings: where the time went, as a table and as a trace, and what phases took in what is published', async (t) => {
  const here = await workspace(t, { build: { make: { run: 'exit "$(cat "$BB_FILES/status")"' } } });
  const failed = await runCli([...BUILD, '--timings', '--json'], here);
  t.is(failed.exitCode, 4, failed.stderr);
  const [broken, ...none] = timedIn(failed.json());
  t.deepEqual(none, []);
  t.deepEqual(
    broken?.spans.filter(({ kind }) => kind === 'phase').map(({ name }) => name),
    ['unpack', 'make'],
  );

  await writeRecipe(here);
  const built = await runCli([...BUILD, '--timings', '--json'], here);
  t.is(built.exitCode, 0, built.stderr);
  const [timed] = timedIn(built.json());
  if (timed === undefined) return;
  const { spans, started, milliseconds, trace } = timed;
  const provenance = provenanceSchema.parse(
    JSON.parse(await readFile(inHost(here.cwd, `${FILE}.build.json`), 'utf8')),
  );
  const phases = spans.filter(({ kind }) => kind === 'phase').map(({ name }) => name);
  t.deepEqual(phases, ['unpack', 'make', 'install', 'relocate', 'audit', 'pack', 'test']);
  t.deepEqual(Object.keys(provenance.phases ?? {}), phases);
  const parts = spans.map(({ phase, name }) => (phase === undefined ? name : `${phase}: ${name}`));
  for (const part of ['plan', 'stack', 'source', 'make: make', 'test: says hello', 'publish']) {
    t.true(parts.includes(part), `${part} in ${parts.join(', ')}`);
  }
  for (const span of spans) {
    t.true(span.started >= started, span.name);
    t.true(span.started + span.milliseconds <= started + milliseconds + 0.01, span.name);
  }
  t.is(trace, inHost(here.cwd, 'timings', `${timed.build}.trace.json`));
  const { traceEvents } = traceSchema.parse(JSON.parse(await readFile(trace, 'utf8')));
  t.is(traceEvents.filter(({ ph }) => ph === 'X').length, spans.length + 1);

  const again = await runCli([...BUILD, '--timings'], here);
  t.is(again.exitCode, 0, again.stderr);
  t.regex(again.stdout, /^tiny-1\.0-debian12-x64 took .* from .* after the start on$/m);
  t.regex(again.stdout, /^publish +\S+ +\d+ %$/m);
  t.true(again.stdout.includes(`\nTrace: ${trace}\n`), again.stdout);
  t.notRegex(again.stdout, /^make /m);
});

test('--timings without a place for its trace: said, after what was built', async (t) => {
  const here = await workspace(t);
  t.is((await runCli(BUILD, here)).exitCode, 0);
  await writeFile(inHost(here.cwd, 'timings'), 'in the way');
  const run = await runCli([...BUILD, '--timings'], here);
  failsWith(t, run, { exitCode: 2, code: 'NOT_WRITABLE' });
  t.regex(run.stdout, /✔ already built/);
});

test('other bytes under a published name: refused, with both digests, unless forced', async (t) => {
  const here = await workspace(t);
  t.is((await runCli(BUILD, here)).exitCode, 0);
  const published = await readFile(inHost(here.cwd, FILE));
  await writeRecipe(here, {
    build: {
      install: {
        run: 'mkdir -p "$TREE/bin"; cp hello.sh "$TREE/bin/hello"; chmod 755 "$TREE/bin/hello"; echo new > "$TREE/NEWS"',
      },
    },
  });
  const refused = await runCli(BUILD, here);
  const said = failsWith(t, refused, { exitCode: 2, code: 'ALREADY_PUBLISHED' });
  t.regex(said, /published: sha256 [0-9a-f]{64}.*\n.*this one: {2}sha256 [0-9a-f]{64}/);
  t.regex(said, /→ .*--force/);
  t.deepEqual(await readFile(inHost(here.cwd, FILE)), published);

  const forced = await runCli([...BUILD, '--force'], here);
  t.is(forced.exitCode, 0, forced.stderr);
  t.notDeepEqual(await readFile(inHost(here.cwd, FILE)), published);
  const sums = ['--check', '--strict', '--quiet', 'checksums/SHA256SUMS'];
  await t.notThrowsAsync(execa('sha256sum', sums, { cwd: here.cwd }));
});

test('a file name may hold the beginning of its sha256: found, verified and built again by its plan', async (t) => {
  const here = await workspace(t, { artifact: { file: '{name}_{version}_{arch}_{sha8}.tgz' } });
  const run = await runCli(BUILD, here);
  t.is(run.exitCode, 0, run.stderr);
  const [file = ''] = (await filesBelow(here.cwd)).filter((name) => name.endsWith('.tgz'));
  const { stdout } = await execa('sha256sum', [inHost(here.cwd, file)]);
  t.is(file, `artifacts/debian12/tiny_1.0_x64_${stdout.slice(0, 8)}.tgz`);
  for (const words of [['verify'], ['rebuild'], ['relocate', '--prefix=/app/elsewhere']]) {
    const [verb = '', ...options] = words;
    const next = await runCli([verb, 'tiny-1.0', ...options], here);
    t.is(next.exitCode, 0, next.stdout + next.stderr);
  }
  const plan = await runCli(['plan', 'tiny@1.0', '--stack=debian12'], here);
  t.true(plan.stdout.includes('tiny_1.0_x64_{sha8}.tgz'), plan.stdout);
});

test('two processes that build the same: one builds, the other says that it waits, both succeed', async (t) => {
  const here = await workspace(t, {
    build: { make: { run: 'echo waiting; until [ -e "$BB_FILES/go" ]; do sleep 0.05; done' } },
  });
  const first = startCli([...BUILD, '--json'], here);
  const { build = '' } = await first.event(({ line }) => line === 'waiting');
  const second = startCli([...BUILD, '--json'], here);
  const { reason } = await second.event(({ type }) => type === 'build.waiting');
  t.true(reason?.startsWith(`process ${first.pid} holds `), reason);
  await mkdir(inHost(here.cache, 'work', build, 'box/files/go'));
  const runs = await Promise.all([first.finished, second.finished]);
  t.deepEqual(
    runs.map(({ exitCode }) => exitCode),
    [0, 0],
  );
  t.deepEqual(
    runs.map((run) => run.events().at(-1)?.reused),
    [false, true],
  );
  t.deepEqual(await namesIn(inHost(here.cache, 'locks')), []);
});

test('plan shows everything, writes nothing and asks nothing of the network', async (t) => {
  const here = await workspace(t);
  const { origin, requests } = await serve(t, status(500));
  await writeRecipe(here, { url: `${origin}/tiny.tar.gz`, versions: { '1.0': {} } });
  const before = await filesBelow(here.cwd);
  const fresh = { ...here, cache: inHost(here.folder, 'fresh') };
  const args = ['plan', 'tiny@1.0', `--sha256=${here.source.sha256}`, '--stack=debian12'];
  const text = await runCli(args, fresh);
  t.is(text.exitCode, 0, text.stderr);
  for (const part of [origin, here.source.sha256, 'making with one job or more', 'says hello']) {
    t.true(text.stdout.includes(part), part);
  }
  const json = await runCli([...args, '--json'], fresh);
  t.like(json.json()[0], { plan: { name: 'tiny', version: '1.0', prefix: '/app/.heroku/vendor' } });
  t.deepEqual(requests, []);
  t.deepEqual(await filesBelow(here.cwd), before);
  t.deepEqual(await namesIn(fresh.cache), []);
});

test('what runs another architecture’s programs is missed before a root is made, and by plan', async (t) => {
  const here = await workspace(t);
  const programs = inHost(here.folder, 'programs');
  await mkdir(programs);
  for (const folder of ['/usr/sbin', '/usr/bin'].map((name) => hostPath(name))) {
    const names = (await namesIn(folder)).filter((name) => !/^(proot|qemu-.*)$/.test(name));
    for (const name of names) {
      await symlink(inHost(folder, name), inHost(programs, name)).catch(() => undefined);
    }
  }
  const env = { PATH: programs, BINARY_BUILDER_EMULATOR: 'proot' };
  const foreign = process.arch === 's390x' ? 'arm64' : 's390x';
  const asked = ['tiny@1.0', '--stack=debian12', `--arch=${foreign}`];
  const build = await runCli(['build', ...asked], { ...here, env });
  const said = failsWith(t, build, { exitCode: 2, code: 'MISSING_PROGRAM' });
  t.regex(said, new RegExp(`programs for ${foreign} can't be run on this machine`));
  t.notRegex(said, /making the root/);
  const plan = await runCli(['plan', ...asked], { ...here, env });
  t.is(plan.exitCode, 0, plan.stderr);
  t.regex(
    plan.stdout,
    new RegExp(`^missing:\\n  what: "?programs for ${foreign} can't be run`, 'm'),
  );
  t.notRegex((await runCli(['plan', 'tiny@1.0', '--stack=debian12'], here)).stdout, /^missing:/m);
});
