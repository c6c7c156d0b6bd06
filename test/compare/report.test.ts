import test from 'ava';

import {
  comparisonMarkdown,
  comparisonText,
  type Comparison,
  type Difference,
} from '../../src/compare/index.js';

const names = { before: 'old.tgz', after: 'new.tgz' };

function different(...differences: Difference[]): Comparison {
  return {
    same: false,
    sha256: { before: 'aa', after: 'bb' },
    size: { before: 1234, after: 1 },
    tar: { same: false, sha256: { before: 'cc', after: 'dd' } },
    differences,
  };
}

const text: Difference = {
  in: 'content',
  path: 'share/`odd`.md',
  content: { kind: 'text', diff: ['@@ -1,1 +1,1 @@', '-```', '+<b>'], omitted: 1, cause: 'jobs' },
};

test('a report begins with what is compared, and says which sign is which', (t) => {
  t.deepEqual(comparisonText(different(text), names), [
    'old.tgz and new.tgz differ.',
    '- old.tgz: 1,234 bytes, sha256 aa',
    '+ new.tgz: 1 byte, sha256 bb',
    '1 file in them differs.',
    '',
    'share/`odd`.md, a text:',
    '  @@ -1,1 +1,1 @@',
    '  -```',
    '  +<b>',
    '  … and 1 more line',
    '    likely the number of jobs',
  ]);
});

test('in Markdown nothing from the artifacts is markup', (t) => {
  t.is(
    comparisonMarkdown(different(text), names),
    `\`old.tgz\` and \`new.tgz\` differ. 1 file in them differs.

\`\`\`diff
- old.tgz: 1,234 bytes, sha256 aa
+ new.tgz: 1 byte, sha256 bb
\`\`\`

### \`\`share/\`odd\`.md\`\`, a text

\`\`\`\`diff
@@ -1,1 +1,1 @@
-\`\`\`
+<b>
… and 1 more line
  likely the number of jobs
\`\`\`\`
`,
  );
});

test('artifacts that are the same take one line', (t) => {
  const same: Comparison = { same: true, sha256: 'aa' };
  t.deepEqual(comparisonText(same, names), ['old.tgz and new.tgz are the same, sha256 aa.']);
  t.is(comparisonMarkdown(same, names), '`old.tgz` and `new.tgz` are the same, sha256 `aa`.\n');
});

test('layers are told outermost first, files that were not looked into last', (t) => {
  const fields = [{ field: 'time', before: null, after: 'today', cause: null }];
  const unopened = { kind: 'unopened', reason: 'limit' } as const;
  const lines = comparisonText(
    different(
      { in: 'content', path: 'a', content: unopened },
      text,
      { in: 'tar', part: { kind: 'only', name: 'x', side: 'after', size: 1 } },
      { in: 'gzip', part: { kind: 'fields', name: 'the gzip header', fields } },
    ),
    names,
  );
  t.deepEqual(
    lines.filter((line) => line.endsWith(':')),
    ['gzip:', 'tar:', 'share/`odd`.md, a text:', 'too many files differ to look into these too:'],
  );
});
