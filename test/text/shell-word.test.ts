import { execFileSync } from 'node:child_process';
import test from 'ava';
import { shellWord } from '../../src/text/index.js';

test('a word that a shell reads as it is stays as it is', (t) => {
  for (const word of ['manifest.yml', '/srv/python-buildpack/m.yml', 'node@24']) {
    t.is(shellWord(word), word);
  }
});

test('to a shell every text is one word, and nothing else', (t) => {
  for (const text of ['a b', "it's", '$(id)', 'a;b', '~', '', '*', 'a\nb', '"', '\\']) {
    t.is(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' }), text);
  }
});
