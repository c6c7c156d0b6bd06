import { chmod, link, mkdir, open, symlink, writeFile } from 'node:fs/promises';

import test from 'ava';
import { execa } from 'execa';

import { checks } from '../../src/audit/index.js';
import { inHost } from '../../src/path.js';
import { compile, library, NOTHING } from './compile.js';
import { auditAt, auditOf, plant, scratch } from './subject.js';
import { cpuTime } from '../cpu-time.js';

const SOURCE = '/binary-builder/source';
const STAGING = '/binary-builder/staging';
const PREFIX = '/app/.heroku/vendor';

test('paths of the build are found in texts, binaries, names and links', async (t) => {
  const root = await scratch(t);
  await mkdir(inHost(root, `lib${STAGING}/share/x`), { recursive: true });
  await writeFile(inHost(root, `lib${STAGING}/share/x/y`), '');
  await writeFile(inHost(root, 'a.pc'), `prefix=${STAGING}\nlibdir=${STAGING}/lib\n`);
  await writeFile(inHost(root, 'b.pyc'), `\0\0${SOURCE}/x.py\0`);
  await writeFile(inHost(root, 'clean'), `${SOURCE}-of-x ${PREFIX}/lib`);
  await symlink(`${SOURCE}/include`, inHost(root, 'include'));
  await symlink('/usr/lib', inHost(root, 'usr'));

  const { findings } = await auditAt(root);
  t.deepEqual(
    findings.filter(({ check }) => check === 'prefix-leak'),
    [
      {
        check: 'prefix-leak',
        severity: 'error',
        path: 'a.pc',
        message: `has the build path ${STAGING} 2 times, first at byte 7: prefix=${STAGING}`,
        offset: 7,
      },
      {
        check: 'prefix-leak',
        severity: 'error',
        path: 'b.pyc',
        message: `has the build path ${SOURCE} at byte 2: ${SOURCE}/x.py`,
        offset: 2,
      },
      {
        check: 'prefix-leak',
        severity: 'error',
        path: 'include',
        message: `is a link to the build path ${SOURCE}/include`,
      },
      {
        check: 'prefix-leak',
        severity: 'error',
        path: `lib${STAGING}`,
        message: `has the build path ${STAGING} in its name`,
      },
    ],
  );
});

test('a path that the compiler wrote into a program is found at its offset', async (t) => {
  const root = await scratch(t);
  const program = inHost(root, 'program');
  await execa('gcc', ['-x', 'c', '-', `-DWHERE="${SOURCE}/x.c"`, '-o', program], {
    input: '#include <stdio.h>\nint main(void) { return puts(WHERE) < 0; }\n',
  });

  const { findings } = await auditAt(root);
  const [finding, ...more] = findings.filter(({ check }) => check === 'prefix-leak');

  t.deepEqual(more, []);
  const file = await open(program);
  t.teardown(() => file.close());
  const there = await file.read(Buffer.alloc(SOURCE.length), 0, SOURCE.length, finding?.offset);
  t.is(there.buffer.toString(), SOURCE);
});

test('links are not followed, and pipes and sockets not opened', async (t) => {
  const outside = await scratch(t);
  await writeFile(inHost(outside, 'x'), SOURCE);
  const root = await scratch(t);
  await symlink(outside, inHost(root, 'directory'));
  await symlink(inHost(outside, 'x'), inHost(root, 'file'));
  await execa('mkfifo', [inHost(root, 'pipe')]);
  t.deepEqual((await auditAt(root)).of('prefix-leak'), []);
});

test('a file that may not be read is a finding, for nobody knows what is in it', async (t) => {
  const root = await scratch(t);
  await writeFile(inHost(root, 'secret'), SOURCE);
  await chmod(inHost(root, 'secret'), 0);
  const [found] = (await auditAt(root)).of('prefix-leak');
  const isRoot = process.getuid?.() === 0;
  t.is(
    found,
    isRoot
      ? `secret: has the build path ${SOURCE} at byte 0: ${SOURCE}`
      : 'secret: may not be read, so it was not searched for build paths',
  );
});

test('an audit that is interrupted ends with the reason', async (t) => {
  const root = await scratch(t);
  const signal = AbortSignal.abort(new Error('interrupted'));
  await t.throwsAsync(() => auditAt(root, { signal }), {
    message: 'interrupted',
  });
});

test('ten thousand files, 300 of them libraries, and a large one are audited in seconds, with memory for chunks only', async (t) => {
  const root = await scratch(t);
  for (let directory = 0; directory < 97; directory += 1) {
    await mkdir(inHost(root, `${directory}`));
    const files = Array.from({ length: 100 }, (_, file) =>
      writeFile(inHost(root, `${directory}/${file}`), 'x'.repeat(2000)),
    );
    await Promise.all(files);
  }
  const table = await library(t, 'int f(void) { return 1; }');
  await plant(
    root,
    Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`lib/${index}.so`, table])),
  );
  const large = await open(inHost(root, 'large'), 'w');
  await large.write(SOURCE, 300 * 1024 * 1024);
  await large.close();

  let peak = 0;
  const base = process.memoryUsage.rss();
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss() - base);
  }, 20);
  const seconds = cpuTime();
  const { findings, of } = await auditAt(root);
  const taken = seconds();
  clearInterval(watch);

  t.deepEqual(
    findings
      .filter(({ check }) => check === 'prefix-leak')
      .map(({ path, offset }) => [path, offset]),
    [['large', 300 * 1024 * 1024]],
  );
  t.is(of('unstripped').length, 300);
  t.log(`${taken.toFixed(1)} s, ${Math.round(peak / 1024 / 1024)} MB`);
  t.true(taken < 10, `${taken} s`);
  t.true(peak < 150 * 1024 * 1024, `${peak} bytes`);
});

test('every check is listed under its id and explains itself', (t) => {
  for (const [id, check] of Object.entries(checks)) {
    t.is(check.id, id);
    t.regex(id, /^[a-z]+(-[a-z]+)*$/);
    t.notRegex(check.summary, /\n|\.$/);
    for (const text of [check.explanation, check.remedy]) t.regex(text, /^[A-Z].*\.$/s);
  }
});

test('what a recipe has switched off is counted, and not told', async (t) => {
  const table = await library(t, 'int f(void) { return 1; }');
  const files = { 'lib/a.so': table, 'lib/x/b.so': table, 'lib/c.a': '' };
  const waivers = [
    { check: 'unstripped', reason: 'for debuggers', files: ['lib/*.so'] },
    { check: 'static-archive', reason: 'for linkers', files: [] },
  ];
  const report = await auditOf(t, files, { waivers });
  t.deepEqual(
    report.waived.map(({ check, findings }) => [check, findings]),
    [
      ['unstripped', 1],
      ['static-archive', 1],
    ],
  );
  t.is(report.of('unstripped').length, 1);
  t.is(report.of('static-archive').length, 0);
});

test('of a library under several names only the first is looked at', async (t) => {
  const root = await scratch(t);
  await plant(root, { 'lib/b.so': await library(t, 'int f(void) { return 1; }') });
  await link(inHost(root, 'lib/b.so'), inHost(root, 'lib/a.so'));
  t.is((await auditAt(root)).of('unstripped').length, 1);
});

test('a stack without readelf is told with what to add', async (t) => {
  const root = await scratch(t);
  await plant(root, { program: await compile(t, NOTHING) });
  const run = () => Promise.reject(new Error('readelf: not found'));
  await t.throwsAsync(() => auditAt(root, { run }), {
    code: 'MISSING_PROGRAM',
    message: 'The stack has no readelf, which is needed to look into ELF files',
  });
});
