import test from 'ava';
import { checksMarkdown } from '../../src/audit/index.js';
import { read } from './markdown.js';

test('the page on checks says what the checks say of themselves', async (t) => {
  const page = await read('docs/checks.md');
  t.true(page.includes(checksMarkdown()), 'docs/checks.md is out of date: npm run schemas');
});
