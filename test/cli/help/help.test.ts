import test from 'ava';
import { subverbsOf, topVerbs, verbNames } from '../../../src/cli/catalogue/find.js';
import { familyText } from '../../../src/cli/help/family.js';
import { overview } from '../../../src/cli/help/overview.js';

test('help is one screen of 80 columns and 24 lines, the prompt behind it included', (t) => {
  const lines = overview().trimEnd().split('\n');
  t.true(lines.length < 24, `${lines.length} lines`);
  for (const line of lines) t.true(line.length <= 80, line);
});

test('help lists every verb once, by group and without its usage', (t) => {
  const rows = overview().split('\n');
  for (const { name, sentence } of topVerbs().filter((verb) => verb.name !== 'help')) {
    t.is(rows.filter((row) => row.endsWith(sentence) && row.includes(` ${name} `)).length, 1, name);
  }
  for (const group of ['build', 'look', 'prove', 'manifest and', 'buildpack', 'machine']) {
    t.true(
      rows.some((row) => row.startsWith(`${group} `)),
      group,
    );
  }
  t.notRegex(overview(), /\[options\]|\[FILE\]/);
  t.regex(overview(), /'binary-builder help VERB' explains a verb/);
});

for (const name of verbNames().filter((verb) => subverbsOf(verb).length > 0)) {
  test(`the help of '${name}' lists its subverbs, with an example of each`, (t) => {
    const text = familyText(name);
    t.regex(text, new RegExp(`^Usage: binary-builder ${name} SUBVERB`));
    t.regex(text, new RegExp(`^Examples:\\n {2}binary-builder ${name}\\b`, 'm'));
    for (const line of text.split('\n')) {
      t.true(line.length <= 80 || line.includes('binary-builder '), line);
    }
  });
}
