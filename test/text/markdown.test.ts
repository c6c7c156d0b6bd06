import test from 'ava';
import { markdownBlock, markdownCode, markdownText } from '../../src/text/markdown.js';

test('a foreign text is no markup, no HTML and no entity, ends no cell and notifies nobody', (t) => {
  t.is(
    markdownText('a|b <img> [x](y) ~z~ $m$ &lt; @you me@x\n`'),
    'a\\|b \\<img\\> \\[x\\](y) \\~z\\~ \\$m\\$ \\&lt; @<!-- -->you me@x\\u{a}\\`',
  );
  t.is(markdownText('says hello: 3 files, 1.2 kB'), 'says hello: 3 files, 1.2 kB');
});

test('code can’t be ended by what is in it', (t) => {
  t.is(markdownCode('a`b``c'), '```a`b``c```');
  t.is(markdownCode('`a'), '`` `a ``');
  t.is(markdownBlock(['```', 'x\n# y']), '````\n```\nx\\u{a}# y\n````');
});

test('a block of what has no marks, or none at all, is fenced by three', (t) => {
  t.is(markdownBlock(['a', 'b'], 'sh'), '```sh\na\nb\n```');
  t.is(markdownBlock([]), '```\n\n```');
});
