import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import test from 'ava';
import { execa } from 'execa';
import { inHost } from '../../../src/path.js';
import { auditAt, auditOf, plant, scratch } from '../subject.js';

const CHECK = 'unsafe-path';

test('ordinary names and links within the tree are right, whatever they are called', async (t) => {
  const audit = await auditOf(t, {
    'a b/ü [1]*.txt': '',
    'ends in a dot.': '',
    'c/d': { link: '../a b' },
    e: { link: '/usr/lib' },
    f: { link: 'gone' },
  });
  t.deepEqual(audit.of(CHECK), []);
});

test('names that tools read differently are errors', async (t) => {
  const audit = await auditOf(t, {
    'line\nbreak/x': '',
    'back\\slash': '',
    'not \ufffd utf-8': '',
    link: { link: 'back\\slash' },
  });
  t.deepEqual(audit.of(CHECK), [
    'back\\slash: has a name with a backslash',
    'line\nbreak: has a name with control characters: line\\u{a}break',
    'link: is a link to a name with a backslash',
    'not \ufffd utf-8: has a name that is not UTF-8',
  ]);
});

test('a name longer than file systems take is an error in a link too', async (t) => {
  const audit = await auditOf(t, {
    a: { link: `gone/${'ü'.repeat(127)}x` },
    b: { link: `gone/${'ü'.repeat(128)}/x` },
  });
  t.deepEqual(audit.of(CHECK), ['b: is a link to a name longer than 255 bytes']);
});

test('links that lead out of the tree are errors, by whatever way', async (t) => {
  const audit = await auditOf(t, {
    'p/q/root': { link: '../..' },
    a: { link: '..' },
    b: { link: 'p/../../x' },
    c: { link: 'p/q/root/..' },
    d: { link: 'gone/../../x' },
    e: { link: '../vendor/p' },
  });
  const out = (path: string, target: string) =>
    `${path}: is a link to ${target}, which leads out of the tree`;
  t.deepEqual(audit.of(CHECK), [
    out('a', '..'),
    out('b', 'p/../../x'),
    out('c', 'p/q/root/..'),
    out('d', 'gone/../../x'),
    out('e', '../vendor/p'),
  ]);
});

test('sockets and pipes are errors', async (t) => {
  const root = await scratch(t);
  await plant(root, { 'run/x': '' });
  await execa('mkfifo', [inHost(root, 'run/pipe')]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(inHost(root, 'run/socket'), resolve));
  t.teardown(() => server.close());
  const audit = await auditAt(root);
  t.deepEqual(audit.of(CHECK), ['run/pipe: is a pipe', 'run/socket: is a socket']);
});

test('a name that is not UTF-8 is told, and doesn’t end the audit', async (t) => {
  const root = await scratch(t);
  await plant(root, { 'lib/good': 'good' });
  const name = Buffer.concat([
    Buffer.from(`${inHost(root, 'lib')}/`),
    Buffer.from([0x66, 0xfc, 0x72]),
  ]);
  await writeFile(name, 'bad');
  const { findings } = await auditAt(root);
  t.deepEqual(
    findings.map(({ check, path }) => `${check} ${path}`),
    ['unsafe-path lib/f\ufffdr', 'unsafe-path lib/f\ufffdr'],
  );
});
