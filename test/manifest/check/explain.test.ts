import { readFile } from 'node:fs/promises';
import test from 'ava';
import { manifestChecks, manifestChecksMarkdown } from '../../../src/manifest/check/index.js';

test('every check has a name, a reason and a remedy, in whole sentences', (t) => {
  for (const [id, check] of Object.entries(manifestChecks)) {
    t.is(check.id, id);
    t.regex(id, /^[a-z]+(-[a-z]+)*$/);
    t.regex(check.summary, /^[a-z].*[^.]$/, id);
    t.regex(check.explanation, /^[A-Z].*\.$/s, id);
    t.regex(check.remedy, /^[A-Z].*\.$/s, id);
    t.notRegex(check.explanation + check.remedy, / {2}/, id);
  }
});

test('errors are listed before warnings', (t) => {
  const severities = Object.values(manifestChecks).map(({ severity }) => severity);
  t.deepEqual(severities, severities.toSorted());
});

test('the page on manifests says what the checks say of themselves', async (t) => {
  const page = await readFile(new URL('../../../docs/manifest.md', import.meta.url), 'utf8');
  t.true(
    page.includes(manifestChecksMarkdown()),
    'docs/manifest.md is out of date: npm run schemas',
  );
});
