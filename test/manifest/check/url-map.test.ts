import test from 'ava';
import { examineExpression, matchesOf } from '../../../src/manifest/model/expression.js';
import { allFindings, entry, findingsIn, sha256 } from './findings.js';

interface Mapping {
  match: string;
  name: string;
  version: string;
}

function mapped(...mappings: Mapping[]): string {
  const items = mappings.map(
    ({ match, name, version }) => `- match: '${match}'\n  name: ${name}\n  version: "${version}"\n`,
  );
  const python = { name: 'python', version: '3.5.2', uri: 'https://example.org/python-3.5.2.tgz' };
  return `url_to_dependency_map:
${items.join('')}language: python
dependencies:
${entry({})}${entry({ ...python, sha256: sha256('b') })}`;
}

const FFI = { match: 'libffi', name: 'libffi', version: '3.1' };
const PYTHON = { match: 'python-(\\d+\\.\\d+\\.\\d+)', name: 'python', version: '$1' };

test('mappings that lead to entries are sound', async (t) => {
  t.deepEqual(await findingsIn(mapped(FFI, PYTHON)), []);
});

test('a mapping to a fixed version that is not there is an error', async (t) => {
  const text = mapped(
    { ...FFI, version: '3.2' },
    { match: 'ruby', name: 'ruby', version: '2.0.0' },
    { match: '(ruby|python)', name: '$1', version: '3.5.1' },
  );
  const findings = await allFindings(text);
  t.deepEqual(
    findings.map(({ severity, line, message }) => [severity, line, message]),
    [
      ['error', 4, 'it leads to libffi 3.2: there is 3.1'],
      ['error', 7, 'it leads to ruby 2.0.0: no entry is named ruby'],
    ],
  );
});

test('a mapping of a dependency that is gone is a warning: nobody may ask for it', async (t) => {
  const text = mapped({ match: 'ruby-(\\d+)', name: 'ruby', version: '$1' });
  const findings = await allFindings(text);
  t.deepEqual(
    findings.map(({ severity, check, line, message }) => [severity, check, line, message]),
    [['warning', 'url-map-stale', 3, 'it leads to ruby, and no entry has that name']],
  );
});

test('expressions are for the addresses that the buildpack asks for, whatever uris look like', async (t) => {
  const text = mapped(
    { match: 'python\\/v(\\d+\\.\\d+\\.\\d+)', name: 'python', version: '$1' },
    { match: 'python(\\d+\\.\\d+(.*))', name: 'python', version: '$1' },
    { match: 'ffi.tgz', name: 'libffi', version: '3.1' },
    { match: '.*', name: 'libffi', version: '$1' },
  );
  t.deepEqual(await findingsIn(text), []);
});

test('an expression that comes again is never asked', async (t) => {
  const again = async (mapping: Mapping) => {
    const findings = await allFindings(mapped(FFI, PYTHON, { ...mapping, match: PYTHON.match }));
    return findings.map(({ line, check, severity, message }) => [line, check, severity, message]);
  };
  const message = 'the mapping in line 5 always matches before it';
  t.deepEqual(await again(FFI), [[8, 'url-map-shadowed', 'error', message]]);
  t.deepEqual(await again(PYTHON), [[8, 'url-map-shadowed', 'warning', message]]);
});

test('what is not a regular expression is told with the reason', async (t) => {
  t.deepEqual(await findingsIn(mapped({ ...FFI, match: 'libffi(' })), [
    '2:10 url-map-invalid: it is not a regular expression: unterminated group',
  ]);
});

test('an expression that can run away is told with the part, and never tried on uris', async (t) => {
  t.deepEqual(await findingsIn(mapped({ ...FFI, match: 'libffi-((\\d+)+)x' })), [
    '2:10 url-map-runaway: it can run away: what is repeated in (\\d+) is repeated as a whole again',
  ]);
});

for (const pattern of ['(a+)+b', '(a|a)*b', '(\\w|\\d)+x', '(.*)*x', '([a-z]+)*-', '(x|x\\w)*z']) {
  test(`${pattern} can run away`, (t) => {
    t.is(examineExpression(pattern).kind, 'runaway');
    t.is(matchesOf(pattern, ['a']), undefined);
  });
}

for (const pattern of [
  'python-(\\d+(\\.\\d+)+)',
  '(\\d+\\.)*\\d+',
  '(?:[a-z]+-)+x64',
  'libffi',
  '\\Apython\\z',
  '(?i)PYTHON',
  '[(]+',
  '(ab){2,3}',
]) {
  test(`${pattern} is sound`, (t) => {
    t.is(examineExpression(pattern).kind, 'sound');
  });
}

test('expressions are read as Ruby writes them', (t) => {
  t.deepEqual(matchesOf('\\Apy\\z', ['py', 'xpy', 'pyx']), [true, false, false]);
  t.deepEqual(matchesOf('(?i)PY', ['py']), [true]);
  t.deepEqual(matchesOf('^\\h+$', ['0fA', 'g']), [true, false]);
  t.is(matchesOf('(', ['x']), undefined);
});

test('a hostile manifest is not tried for ever', async (t) => {
  const hostile = Array.from({ length: 200 }, (_, index) => ({
    match: `(a+)+${index}`,
    name: 'libffi',
    version: '3.1',
  }));
  const findings = await findingsIn(mapped(...hostile));
  t.is(findings.filter((line) => line.includes('url-map-runaway')).length, 5);
});
