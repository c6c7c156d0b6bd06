import test from 'ava';
import { digestOf, recordOf } from '../records.js';
import { update } from './updating.js';

const record = recordOf({ name: 'go', version: '1.1.1', stack: 'a' });
const old = digestOf('md5', 'old');

test('entries in braces, quoted keys and JSON keep their form', (t) => {
  const json = `{"dependencies": [{"name": "go", "version": "1.1.1", "uri": "x", "md5": "${old}", "cf_stacks": ["a"]}]}\n`;
  const added = recordOf({ name: 'go', version: '1.2.0', stack: 'a' });
  t.is(
    update(json, [record, added]).text,
    `{"dependencies": [{"name": "go", "version": "1.1.1", "uri": "https://b.example/a/${record.file}", "md5": "${record.md5}", "cf_stacks": ["a"]}, ` +
      `{"name": "go", "version": "1.2.0", "uri": "https://b.example/a/${added.file}", "md5": "${added.md5}", "cf_stacks": ["a"]}]}\n`,
  );
});

test('a byte order mark, carriage returns, tabs and a missing line end stay', (t) => {
  const top = '\uFEFF# é\t\r\nlanguage: "go\té"\t# a tab within and before\r\ndependencies:\r\n';
  const entry = (version: string, { uri = '"x\ty"', md5 = old, stack = '' }) =>
    `  - name: go\t# é\r\n    version: '${version}'\t# of go\r\n    uri: ${uri}\t# where\r\n` +
    `    md5: ${md5}\r\n    cf_stacks:\r\n      - a\t# first${stack}`;
  const text = top + entry('1.1.1', { stack: '\r\n      - b' });

  const retired = update(text, [], { retiredStacks: ['b'] });
  t.is(retired.text, top + entry('1.1.1', {}));

  const rebuilt = update(retired.text, [record]);
  const { md5 } = record;
  const uri = `"https://b.example/a/${record.file}"`;
  t.is(rebuilt.text, top + entry('1.1.1', { uri, md5 }));

  const same = recordOf({ name: 'go', version: '1.1.1', stack: 'c', bytes: 'go 1.1.1 a x64' });
  const joined = update(rebuilt.text, [record, same]);
  t.is(joined.text, top + entry('1.1.1', { uri, md5, stack: '\r\n      - c' }));

  const added = update(rebuilt.text, [recordOf({ name: 'go', version: '1.2.0', stack: 'a' })]);
  t.true(added.text.startsWith(`${rebuilt.text}\r\n  - name: go\r\n    version: '1.2.0'\r\n`));
  for (const result of [retired, rebuilt, joined, added]) {
    t.notRegex(result.text, /(?<!\r)\n|\r(?!\n)|\n$/);
  }
});

test('comments directly above an entry go with it, those apart stay', (t) => {
  const text =
    'dependencies:\n# apart\n\n# of 1.1.0\n- name: go\n  version: 1.1.0\n  uri: x\n  md5: y\n  cf_stacks: [a]\n  # inside\n' +
    '\n# of node\n- name: node\n  version: 1.0.0\n';
  t.is(
    update(text, [], { retiredStacks: ['a'] }).text,
    'dependencies:\n# apart\n\n# of node\n- name: node\n  version: 1.0.0\n',
  );
});

test('what aliases repeat is not changed unseen', (t) => {
  const anchored = `dependencies:\n- &go\n  name: go\n  version: 1.1.1\n  uri: x\n  md5: ${old}\n  cf_stacks: [a]\n- *go\n`;
  t.throws(() => update(anchored, [record]), {
    code: 'MANIFEST_INVALID',
    message:
      "/m.yml:8:3: go 1.1.1 for a can't be changed: its 'uri' is written in line 5, and others may have it from there too",
  });
  const shared = `dependencies:\n- name: go\n  version: 1.1.1\n  cf_stacks: &s [a, b]\n- name: node\n  version: 1.0.0\n  cf_stacks: [c]\nother: *s\n`;
  t.throws(() => update(shared, [], { retiredStacks: ['b'] }), {
    code: 'MANIFEST_INVALID',
    message: "/m.yml:4:14: '&s' can't be changed: line 8 repeats it with '*s'",
  });
});

test('an alias for one value gives way to the value', (t) => {
  const text = `x: &u y\ndependencies:\n- name: go\n  version: 1.1.1\n  uri: *u\n  md5: ${record.md5}\n  cf_stacks: [a]\n`;
  t.is(update(text, [record]).text, text.replace('*u', `https://b.example/a/${record.file}`));
});

test('versions that somebody reads as a number are quoted', (t) => {
  for (const version of ['3.1', '3.10', '1e3', '0x10', '1_000', '12']) {
    const { text } = update('dependencies:\n', [recordOf({ name: 'go', version, stack: 'a' })], {
      wanted: [{ name: 'go' }],
    });
    t.true(text.includes(`version: "${version}"\n`), text);
  }
});

test('blank lines between entries go and come as the file has them', (t) => {
  const item = (version: string, md5 = old, uri = 'x') =>
    `  - name: go\n    version: ${version}\n    uri: ${uri}\n    md5: ${md5}\n    cf_stacks:\n      - a\n`;
  const text = `dependencies:\n${['1.1.0', '1.2.0', '1.3.0'].map((version) => item(version)).join('\n')}\nend: 1\n`;
  const add = recordOf({ name: 'go', version: '1.4.0', stack: 'a' });
  const result = update(text, [add], { dependencies: { go: { line: 'major', keep: 2 } } });
  t.is(
    result.text,
    `dependencies:\n${item('1.3.0')}\n${item('1.4.0', add.md5, `https://b.example/a/${add.file}`)}\nend: 1\n`,
  );
});

test('a list with something else than maps in it is not torn apart', (t) => {
  const go = { wanted: [{ name: 'go' }] };
  const odd = {
    'dependencies:\n- name:{\n- name: go\n  version: 1.0.0\n  cf_stacks: [a]\n': '2:3',
    'dependencies: [{name: go, version: 1.0.0, cf_stacks: [a]}, x]\n': '1:60',
    'dependencies:\n- name: go\n  version: 1.0.0\n  cf_stacks: [a]\n- [x]\n': '5:3',
    'dependencies:\n- text\n': '2:3',
  };
  for (const [text, place] of Object.entries(odd)) {
    const refusal = {
      code: 'MANIFEST_INVALID',
      message: `/m.yml:${place}: 'dependencies' can't be changed: this item has no keys`,
    };
    t.throws(() => update(text, [record], go), refusal);
    if (text.includes('go')) t.throws(() => update(text, [], { retiredStacks: ['a'] }), refusal);
    t.is(update(text, []).text, text);
  }
  for (const text of ['dependencies: {go: 1.0.0}\n', 'dependencies: go\n']) {
    t.throws(() => update(text, [record], go), {
      code: 'MANIFEST_INVALID',
      message: "/m.yml:1:15: 'dependencies' can't be changed: it is no list",
    });
  }
  t.throws(
    () =>
      update('dependencies:\n- name: go\n  version: 1.0.0\n  cf_stacks: [a, b, {x: y}]\n', [], {
        retiredStacks: ['a'],
      }),
    {
      code: 'MANIFEST_INVALID',
      message: "/m.yml:4:21: 'cf_stacks' can't be changed: this item is no name of a stack",
    },
  );
  for (const nothing of ['~', 'null', '', '[]']) {
    t.regex(
      update(`dependencies: ${nothing}\n`, [record], go).text,
      /^dependencies: ?\n- name: go$/m,
    );
  }
});
