import { chmod, mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';

import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';

import { auditTree, checks } from '../../src/audit/index.js';
import { guestPath, hostPath, inHost, type HostPath } from '../../src/path.js';

const SOURCE = '/binary-builder/source';
const STAGING = '/binary-builder/staging';
const options = { needles: [SOURCE, STAGING] };
const prefix = guestPath('/app/.heroku/vendor');

async function scratch(t: ExecutionContext): Promise<HostPath> {
  const root = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'audit-')));
  t.teardown(() => rm(root, { recursive: true }));
  return root;
}

test('paths of the build are found in texts, binaries, names and links', async (t) => {
  const root = await scratch(t);
  await mkdir(inHost(root, `lib${STAGING}/share/x`), { recursive: true });
  await writeFile(inHost(root, `lib${STAGING}/share/x/y`), '');
  await writeFile(inHost(root, 'a.pc'), `prefix=${STAGING}\nlibdir=${STAGING}/lib\n`);
  await writeFile(inHost(root, 'b.pyc'), `\0\0${SOURCE}/x.py\0`);
  await writeFile(inHost(root, 'clean'), `${SOURCE}-of-x ${prefix}/lib`);
  await symlink(`${SOURCE}/include`, inHost(root, 'include'));
  await symlink('/usr/lib', inHost(root, 'usr'));

  t.deepEqual(await auditTree({ root, prefix }, options), [
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
  ]);
});

test('a path that the compiler wrote into a program is found at its offset', async (t) => {
  const root = await scratch(t);
  const program = inHost(root, 'program');
  await execa('gcc', ['-x', 'c', '-', `-DWHERE="${SOURCE}/x.c"`, '-o', program], {
    input: '#include <stdio.h>\nint main(void) { return puts(WHERE) < 0; }\n',
  });

  const [finding, ...more] = await auditTree({ root, prefix }, options);

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
  t.deepEqual(await auditTree({ root, prefix }, options), []);
});

test('a file that may not be read is a finding, for nobody knows what is in it', async (t) => {
  const root = await scratch(t);
  await writeFile(inHost(root, 'secret'), SOURCE);
  await chmod(inHost(root, 'secret'), 0);
  const findings = await auditTree({ root, prefix }, options);
  const isRoot = process.getuid?.() === 0;
  t.is(
    findings[0]?.message,
    isRoot
      ? `has the build path ${SOURCE} at byte 0: ${SOURCE}`
      : 'may not be read, so it was not searched for build paths',
  );
});

test('an audit that is interrupted ends with the reason', async (t) => {
  const root = await scratch(t);
  const signal = AbortSignal.abort(new Error('interrupted'));
  await t.throwsAsync(() => auditTree({ root, prefix }, { ...options, signal }), {
    message: 'interrupted',
  });
});

test('ten thousand files and a large one are audited in seconds, with memory for chunks only', async (t) => {
  const root = await scratch(t);
  for (let directory = 0; directory < 100; directory += 1) {
    await mkdir(inHost(root, `${directory}`));
    const files = Array.from({ length: 100 }, (_, file) =>
      writeFile(inHost(root, `${directory}/${file}`), 'x'.repeat(2000)),
    );
    await Promise.all(files);
  }
  const large = await open(inHost(root, 'large'), 'w');
  await large.write(SOURCE, 300 * 1024 * 1024);
  await large.close();

  let peak = 0;
  const base = process.memoryUsage.rss();
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss() - base);
  }, 20);
  const start = performance.now();
  const findings = await auditTree({ root, prefix }, options);
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);

  t.deepEqual(
    findings.map(({ path, offset }) => [path, offset]),
    [['large', 300 * 1024 * 1024]],
  );
  t.log(`${seconds.toFixed(1)} s, ${Math.round(peak / 1024 / 1024)} MB`);
  t.true(seconds < 10, `${seconds} s`);
  t.true(peak < 150 * 1024 * 1024, `${peak} bytes`);
});

test('every check is listed under its id and explains itself', (t) => {
  t.deepEqual(Object.keys(checks), ['prefix-leak']);
  for (const [id, check] of Object.entries(checks)) {
    t.is(check.id, id);
    t.regex(id, /^[a-z]+(-[a-z]+)*$/);
    t.notRegex(check.summary, /\n|\.$/);
    for (const text of [check.explanation, check.remedy]) t.regex(text, /^[A-Z].*\.$/s);
  }
});
