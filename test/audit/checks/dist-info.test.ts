import { createHash } from 'node:crypto';
import test from 'ava';
import { auditOf, type Planted } from '../subject.js';

const CHECK = 'dist-info';
const SITE = 'lib/python3.11/site-packages';

function line(path: string, content: string, algorithm = 'sha256'): string {
  const digest = createHash(algorithm).update(content).digest('base64url');
  return `${path},${algorithm}=${digest},${content.length}`;
}

const packages: Record<string, Planted> = {
  [`${SITE}/foo.py`]: 'foo\n',
  [`${SITE}/bar.py`]: 'bar\n',
  'bin/foo': 'script\n',
};

test('digests that are right are well, and so are files without one and files that are gone', async (t) => {
  const audit = await auditOf(t, {
    ...packages,
    [`${SITE}/foo-1.0.dist-info/RECORD`]: [
      line('foo.py', 'foo\n'),
      line('bar.py', 'bar\n', 'sha512'),
      line('../../../bin/foo', 'script\n'),
      line('/app/.heroku/vendor/bin/foo', 'script\n'),
      line('gone.py', 'gone\n'),
      'foo-1.0.dist-info/RECORD,,',
      '',
    ].join('\n'),
    'share/RECORD': line('foo.py', 'another file of that name'),
  });
  t.deepEqual(audit.of(CHECK), []);
});

test('digests and sizes that are wrong are told once for each list', async (t) => {
  const audit = await auditOf(t, {
    ...packages,
    [`${SITE}/foo-1.0.dist-info/RECORD`]: [
      line('foo.py', 'bar\n'),
      line('bar.py', 'bar\n').replace(/4$/, '5'),
      line('../../../bin/foo', 'script\n', 'sha384'),
    ].join('\n'),
  });
  t.deepEqual(audit.of(CHECK), [
    `${SITE}/foo-1.0.dist-info/RECORD: says another digest or size of ${SITE}/foo.py and ${SITE}/bar.py`,
  ]);
  t.is(audit.findings.find(({ check }) => check === CHECK)?.severity, 'warning');
});
