import { createHash } from 'node:crypto';
import { chmod, readFile, stat, utimes } from 'node:fs/promises';

import test from 'ava';
import { execa } from 'execa';

import { guestPath, inHost } from '../../src/path.js';
import { relocateTree, type RelocationOptions } from '../../src/relocate/index.js';
import { plant, scratch, toolsIn } from './scratch.js';

const PREFIX = guestPath('/app/.heroku/python');
const guest = guestPath('/binary-builder/staging', PREFIX);
const SITE = 'lib/python3.11/site-packages';
const RECORD = `${SITE}/foo-1.0.dist-info/RECORD`;

const options: Omit<RelocationOptions, 'run'> = {
  mappings: [{ from: guestPath('/binary-builder/staging'), to: '' }],
  prune: [],
  strip: { enabled: true, keep: [] },
};

function line(path: string, content: string | Buffer): string {
  const digest = createHash('sha256').update(content).digest('base64url');
  return `${path},sha256=${digest},${Buffer.byteLength(content)}`;
}

test('a RECORD says the digests of what relocation has changed, and keeps its mode and time', async (t) => {
  const root = await scratch(t);
  const script = (prefix: string, name: string) => `#!${prefix}/bin/${name}\nimport foo\n`;
  const before = script(guest, 'python');
  const kept = [
    line('foo/__init__.py', 'print(1)\n'),
    `foo/__pycache__/__init__.cpython-311.pyc,,`,
    `foo-1.0.dist-info/RECORD,,`,
  ];
  await plant(root, {
    'bin/python3.11': { text: '#!/bin/sh\n', mode: 0o755 },
    'bin/foo': { text: before, mode: 0o755 },
    [`${SITE}/foo/__init__.py`]: 'print(1)\n',
    [RECORD]: `${[line('../../../bin/foo', before), ...kept].join('\r\n')}\r\n`,
  });
  const then = new Date('2020-02-02T02:02:02Z');
  await utimes(inHost(root, RECORD), then, then);
  await chmod(inHost(root, RECORD), 0o444);

  const report = await relocateTree(
    { root, guest, prefix: PREFIX },
    { ...options, run: toolsIn(root) },
  );

  t.deepEqual(report.rewritten, ['bin/foo', RECORD]);
  const after = script(PREFIX, 'python3.11');
  t.is(await readFile(inHost(root, 'bin/foo'), 'utf8'), after);
  t.is(
    await readFile(inHost(root, RECORD), 'utf8'),
    `${[line('../../../bin/foo', after), ...kept].join('\r\n')}\r\n`,
  );
  const { mode, mtime } = await stat(inHost(root, RECORD));
  t.deepEqual([mode & 0o777, mtime], [0o444, then]);
});

test('binaries that are stripped and absolute paths count too, and what was pruned goes from the list', async (t) => {
  const root = await scratch(t);
  await plant(root, { 'x.c': 'int x(void) { return 1; }\n' });
  const library = inHost(root, SITE, 'x.so');
  await plant(root, { [`${SITE}/tests/test_x.py`]: 'pass\n', [`${SITE}/tests/x.pyc`]: 'x' });
  await execa('gcc', ['-g', '-shared', '-fPIC', '-o', library, inHost(root, 'x.c')]);
  const unstripped = await readFile(library);
  const script = `#!/bin/sh\necho ${guest}\n`;
  await plant(root, {
    'bin/x': script,
    [RECORD]: [
      line('x.so', unstripped),
      line('tests/test_x.py', 'pass\n'),
      'tests/x.pyc,,',
      line(`${guest}/bin/x`, script),
      'never/there.pyc,,',
    ].join('\n'),
  });

  const { rewritten } = await relocateTree(
    { root, guest, prefix: PREFIX },
    { ...options, prune: ['**/tests'], run: toolsIn(root) },
  );

  t.deepEqual(rewritten, ['bin/x', RECORD]);
  const stripped = await readFile(library);
  t.false(stripped.equals(unstripped));
  t.is(
    await readFile(inHost(root, RECORD), 'utf8'),
    [
      line('x.so', stripped),
      line(`${PREFIX}/bin/x`, `#!/bin/sh\necho ${PREFIX}\n`),
      'never/there.pyc,,',
    ].join('\n'),
  );
});

test('a digest that an installer has written in hex stays so', async (t) => {
  const root = await scratch(t);
  const hex = (content: string) =>
    `../../../bin/foo,sha256=${createHash('sha256').update(content).digest('hex')},${content.length}\n`;
  const script = (prefix: string) => `#!/bin/sh\necho ${prefix}\n`;
  await plant(root, { 'bin/foo': script(guest), [RECORD]: hex(script(guest)) });
  await relocateTree({ root, guest, prefix: PREFIX }, { ...options, run: toolsIn(root) });
  t.is(await readFile(inHost(root, RECORD), 'utf8'), hex(script(PREFIX)));
});

test('a line that was wrong before stays wrong', async (t) => {
  const root = await scratch(t);
  const wrong = line('../../../bin/foo', 'something else');
  await plant(root, { 'bin/foo': `${guest}/lib\n`, [RECORD]: `${wrong}\n` });
  const { rewritten } = await relocateTree(
    { root, guest, prefix: PREFIX },
    { ...options, run: toolsIn(root) },
  );
  t.deepEqual(rewritten, ['bin/foo']);
  t.is(await readFile(inHost(root, RECORD), 'utf8'), `${wrong}\n`);
});
