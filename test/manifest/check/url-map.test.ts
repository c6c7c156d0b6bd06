import test from 'ava';
import { examineExpression, matchesOf } from '../../../src/manifest/model/expression.js';
import { entry, findingsIn, sha256 } from './findings.js';

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

test('a mapping to a name or a version that is not there is told', async (t) => {
  const text = mapped(
    { ...FFI, version: '3.2' },
    { match: 'ruby', name: 'ruby', version: '$1' },
    { match: 'python-(\\d+\\.\\d+)', name: 'python', version: '$1' },
  );
  t.deepEqual(await findingsIn(text), [
    '4:12 url-map-unmatched: it leads to libffi 3.2: there is 3.1',
    '6:9 url-map-unmatched: it leads to ruby, and no entry has that name',
    '10:12 url-map-unmatched: it leads to python 3.5: there is 3.5.2',
  ]);
});

test('a mapping that matches no uri of its name is told', async (t) => {
  t.deepEqual(await findingsIn(mapped({ ...PYTHON, match: 'pyhton-(\\d)' })), [
    '2:3 url-map-unmatched: it matches no uri of python',
  ]);
});

test('a mapping that an earlier one always shadows is told', async (t) => {
  const wide = { match: 'python-.*', name: 'python', version: '3.5.2' };
  t.deepEqual(await findingsIn(mapped(FFI, wide, PYTHON)), [
    '8:10 url-map-shadowed: the mapping in line 5 always matches before it',
  ]);
  t.deepEqual(await findingsIn(mapped(FFI, PYTHON, PYTHON)), [
    '8:10 url-map-shadowed: the mapping in line 5 always matches before it',
  ]);
  t.deepEqual(await findingsIn(mapped({ ...FFI, match: 'ffi' }, PYTHON)), []);
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
