import test from 'ava';
import fc from 'fast-check';
import ignore from 'ignore';
import { ignoreRules } from '../../src/pattern/ignore-rules.js';

test('rules say what is left out as git says it', (t) => {
  const leftOut = ignoreRules([
    '# a comment',
    '*.log',
    '!keep.log',
    '/build/',
    'doc/*.md',
    'a/**',
    '**/b/c',
    String.raw`\!x`,
    String.raw`end\ `,
    'end ',
  ]);
  for (const path of [
    'x.log',
    'd/x.log',
    'build/x',
    'doc/x.md',
    'a/b',
    'b/c',
    'x/b/c/d',
    '!x',
    'end ',
    'end',
  ]) {
    t.true(leftOut(path, 'other'), path);
  }
  for (const path of [
    'keep.log',
    'd/keep.log',
    'x/build',
    'build',
    'doc/d/x.md',
    'a',
    'b',
    '# a comment',
    'ends',
  ]) {
    t.false(leftOut(path, 'other'), path);
  }
  t.true(leftOut('build', 'folder'));
});

test('rules leave out what a program that others use leaves out', (t) => {
  const wild = fc.constantFrom('*', '?', 'a', 'b', '[ab]', '.');
  const named = fc.array(wild, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
  const part = fc.oneof(named, fc.constant('**'));
  const rule = fc
    .tuple(
      fc.constantFrom('', '!'),
      fc.constantFrom('', '/'),
      fc.array(part, { minLength: 1, maxLength: 3 }).map((all) => all.join('/')),
      fc.constantFrom('', '/'),
    )
    .map((all) => all.join(''));
  const letters = fc.array(fc.constantFrom('a', 'b', '.'), { minLength: 1, maxLength: 3 });
  const name = letters.map((all) => all.join('')).filter((one) => !/^\.+$/.test(one));
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((all) => all.join('/'));
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 4 }), path, fc.boolean(), (rules, at, isFolder) => {
      // Where git itself and that program differ.
      fc.pre(
        !rules.some((one) =>
          /\*\*\/\*\*|\*\*\*|[^/!]\*\*|\*\*[^/]|^!?\/?\*\*\/?$|\/\.+(?:\/|$)|^!?\.+(?:\/|$)/.test(
            one,
          ),
        ),
      );
      const theirs = ignore({ ignorecase: false })
        .add(rules)
        .ignores(isFolder ? `${at}/` : at);
      return ignoreRules(rules)(at, isFolder ? 'folder' : 'other') === theirs;
    }),
    { numRuns: 5000 },
  );
  t.pass();
});

test('no name keeps a rule busy', (t) => {
  t.timeout(10_000);
  const leftOut = ignoreRules([`${'**/a/'.repeat(100)}b`, `${'*a'.repeat(100)}b`]);
  t.false(leftOut(`${'a/'.repeat(200)}${'a'.repeat(255)}`, 'other'));
});
