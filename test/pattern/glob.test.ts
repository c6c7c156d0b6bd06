import test from 'ava';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { globFault, matcher } from '../../src/pattern/glob.js';

const CASES: [glob: string, matches: string[], others: string[]][] = [
  ['lib/*.a', ['lib/x.a', 'lib/.a'], ['lib/x.o', 'lib/a/x.a', 'x.a']],
  ['**/*.a', ['x.a', 'lib/x.a', 'a/b/c/x.a'], ['x.o']],
  ['share/doc/**', ['share/doc', 'share/doc/x', 'share/doc/a/.b'], ['share', 'share/docs']],
  ['lib/python*/**/tests/**', ['lib/python3/tests', 'lib/python3/a/b/tests/c'], ['lib/python3/a']],
  ['lib/{a,b/c,}/x', ['lib/a/x', 'lib/b/c/x'], ['lib/c/x', 'lib/{a,b/c,}/x']],
  ['{a,{b,c}}{1,2}', ['a1', 'b2', 'c1'], ['a', 'd1']],
  ['lib{a}}{', ['lib{a}}{'], ['liba}{']],
  ['?[a-c][!a-c]', ['xbx', '.ad', '\u{1f600}ad'], ['xxx', 'xaa', 'ax']],
  [String.raw`\*\{a,b\}`, ['*{a,b}'], ['x{a,b}', '*a']],
  ['[a', ['[a'], ['a']],
  ['./lib/x', ['lib/x'], []],
  ['libstdc++.so*', ['libstdc++.so.6'], ['libstdcc.so']],
];

for (const [glob, matching, others] of CASES) {
  test(`${glob} matches what it says`, (t) => {
    t.is(globFault(glob), undefined);
    t.deepEqual([...matching, ...others].filter(matcher([glob])), matching);
  });
}

test('a glob matches what a matcher that others use says it matches', (t) => {
  const letter = fc.constantFrom('a', 'b', '.');
  const wild = fc.constantFrom('*', '?', 'a', 'b', '[ab]', '[^a]', '.', '{a,b*}');
  const named = fc.array(wild, { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
  const part = fc.oneof(named, fc.constant('**'));
  const glob = fc.array(part, { minLength: 1, maxLength: 4 }).map((all) => all.join('/'));
  const name = fc.array(letter, { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
  const path = fc
    .array(
      name.filter((one) => !/^\.+$/.test(one)),
      { minLength: 1, maxLength: 5 },
    )
    .map((all) => all.join('/'));
  fc.assert(
    fc.property(glob, path, (pattern, candidate) => {
      fc.pre(globFault(pattern) === undefined);
      // Two globstars in a row, `*/**` for `a`, and `.` as a name are where both may have it their way.
      fc.pre(
        !/\*\*\/\*\*|\*\*\*|[^/]\*\*|\*\*[^/]|[*\]}]\/\*\*$|(?:^|\/)\.+(?:\/|$)/.test(pattern),
      );
      // Its short cut for '*.*' wants something behind the dot, which no shell does.
      const options = { dot: true, nonegate: true, fastpaths: false };
      const theirs = picomatch(pattern, options)(candidate);
      return matcher([pattern])(candidate) === theirs;
    }),
    { numRuns: 5000, examples: [['*.*', 'a.']] },
  );
  t.pass();
});

const DEEP = `${'a/'.repeat(2000)}c`;
const LONG = 'a'.repeat(255);

for (const [glob, path] of [
  [`${'**/a/'.repeat(100)}b`, DEEP],
  [`${'*a'.repeat(100)}b`, LONG],
  [`${'*a*a*b/'.repeat(8)}c`, `${`${LONG}b/`.repeat(8)}d`],
  [`${'{a,aa}'.repeat(6)}*b`, LONG],
  [`${'[ab]*'.repeat(50)}c`, LONG],
] as const) {
  test(`no name keeps ${glob.slice(0, 20)}… busy`, (t) => {
    t.timeout(10_000);
    t.is(globFault(glob), undefined);
    t.false(matcher([glob])(path));
  });
}

for (const [glob, fault] of [
  ['{a,b}'.repeat(7), /stands for more than 64 by what it has in braces/],
  ['{a,b}'.repeat(200), /stands for more than 64/],
  [`${'{'.repeat(500)}${'{a,b}'.repeat(50)}`, /stands for more than 64/],
  ['a'.repeat(1025), /more than 1024 bytes/],
  ['+(a|aa)b', /extended pattern/],
  ['?(a|aa)'.repeat(26), /extended pattern/],
  ['lib/!(a)', /extended pattern/],
  ['../x', /without \.\./],
  ['/x', /relative/],
] as const) {
  test(`${glob.slice(0, 20)} of ${glob.length} characters is refused`, (t) => {
    t.timeout(10_000);
    t.regex(globFault(glob) ?? '', fault);
    t.throws(() => matcher([glob]), { instanceOf: TypeError });
  });
}
