import test from 'ava';
import { BuilderError } from '../../../src/error.js';
import { readManifest, type Policy } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';
import { digestOf, recordOf } from '../records.js';
import { update } from './updating.js';

const entry = (name: string, version: string, stacks: string, bytes = 'old') =>
  `- name: ${name}\n  version: ${version}\n  uri: https://b.example/old.tgz\n` +
  `  sha256: ${digestOf('sha256', bytes)}\n  cf_stacks: ${stacks}\n`;
const manifest = (...entries: string[]) => `dependencies:\n${entries.join('')}`;
const messages = ({ changes }: { changes: readonly { message: string }[] }) =>
  changes.map(({ message }) => message);

test('a newer version takes the place of the older ones of its line, and leaves other lines', (t) => {
  const text = manifest(entry('go', '1.9.3', '[a]'), entry('go', '1.10.1', '[a]'));
  const result = update(text, [recordOf({ name: 'go', version: '1.10.2', stack: 'a' })]);
  t.deepEqual(messages(result), [
    'go 1.10.1 removed for a: older than 1.10.2',
    'go 1.10.2 added for a',
  ]);
  t.is(
    result.text,
    manifest(
      entry('go', '1.9.3', '[a]'),
      entry('go', '1.10.2', '[a]', 'go 1.10.2 a x64').replace(
        'old.tgz',
        'a/go-1.10.2-linux-x64.tgz',
      ),
    ),
  );
});

test('what is listed as being in an artifact stands in its entry, as the example has it', (t) => {
  const record = recordOf({ name: 'php', version: '8.2.2', stack: 'a' });
  const dependencies = [
    { name: 'redis', version: '6.2.0' },
    { name: 'apcu', version: '5.1' },
  ];
  const listing = { ...record, manifest: { ...record.manifest, dependencies } };
  const list = '  dependencies:\n  - name: apcu\n    version: 5.0.9\n';
  const old = entry('php', '8.2.1', '\n  - a').replace('  cf_stacks: ', `${list}  cf_stacks:`);
  const result = update(manifest(old), [listing]);
  t.deepEqual(result.notes, []);
  t.is(
    result.text,
    manifest(old)
      .replace('8.2.1', '8.2.2')
      .replace('old.tgz', 'a/php-8.2.2-linux-x64.tgz')
      .replace(digestOf('sha256', 'old'), record.sha256)
      .replace(
        list,
        '  dependencies:\n  - name: redis\n    version: 6.2.0\n  - name: apcu\n    version: "5.1"\n',
      ),
  );
  const flow = 'dependencies: [{name: php, version: 8.2.1, uri: u, cf_stacks: [a]}]\n';
  t.true(
    update(flow, [listing]).text.includes(
      'dependencies: [{name: redis, version: 6.2.0}, {name: apcu, version: "5.1"}]}]',
    ),
    update(flow, [listing]).text,
  );
});

test('a new entry has between its keys and values what its neighbours have, if that is on one line', (t) => {
  const wide = (version: string, uri: string) =>
    `- name:    go\n  version: ${version}\n  uri:     ${uri}\n  cf_stacks: [a]\n`;
  const record = recordOf({ name: 'go', version: '1.9.4', stack: 'a' });
  const added = update(manifest(wide('1.9.3', 'https://b.example/old.tgz')), [record]);
  t.true(
    added.text.includes(
      `- name:    go\n  version: 1.9.4\n  uri:     https://b.example/a/go-1.9.4-linux-x64.tgz\n`,
    ),
    added.text,
  );
  const below = manifest(
    wide('1.9.3', '\n    https://b.example/old.tgz').replace('uri:     \n', 'uri:\n'),
  );
  const { text } = update(below, [record]);
  t.true(text.includes('  uri: https://b.example/a/go-1.9.4-linux-x64.tgz\n'), text);
});

test('each key of a new entry is quoted as its neighbours quote that key', (t) => {
  const text = manifest(
    '- name: go\n  version: 1.9.3\n  "uri": https://b.example/old.tgz\n  cf_stacks: [a]\n',
  );
  const added = update(text, [recordOf({ name: 'go', version: '1.9.4', stack: 'a' })]).text;
  t.true(
    added.includes(
      '- name: go\n  version: 1.9.4\n  "uri": https://b.example/a/go-1.9.4-linux-x64.tgz\n',
    ),
    added,
  );
});

test('an older version than its line has changes nothing, and is told', (t) => {
  const text = manifest(entry('go', '1.10.2', '[a]'));
  const result = update(text, [recordOf({ name: 'go', version: '1.10.1', stack: 'a' })]);
  t.is(result.text, text);
  t.deepEqual(result.notes, [
    'go 1.10.1 for a is left out: it is older than 1.10.2, the newest of its line',
  ]);
});

test('keep, pin and all hold older versions', (t) => {
  const text = manifest(
    ...['1.1.1', '1.1.2', '1.1.3'].map((version) => entry('go', version, '[a]')),
  );
  const left = (policy: object) =>
    messages(
      update(text, [recordOf({ name: 'go', version: '1.1.4', stack: 'a' })], {
        dependencies: { go: policy },
      }),
    ).filter((message) => message.includes('removed')).length;
  t.deepEqual(
    [{}, { keep: 2 }, { keep: 3, pin: ['1.1.1'] }, { pin: ['1.1.1'] }, { all: true }].map(left),
    [3, 2, 0, 2, 0],
  );
});

test('the same file for another stack joins the list; another file gets an entry of its own', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a]', 'same'));
  const joined = update(text, [
    recordOf({ name: 'go', version: '1.1.1', stack: 'b', bytes: 'same' }),
  ]);
  t.is(joined.text, text.replace('[a]', '[a, b]'));
  t.deepEqual(messages(joined), ['go 1.1.1 is for b as well']);
  const apart = update(text, [recordOf({ name: 'go', version: '1.1.1', stack: 'b' })]);
  t.deepEqual(messages(apart), ['go 1.1.1 added for b']);
  t.true(apart.text.startsWith(text));
});

test('an entry for two stacks of which one was rebuilt is parted', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a, b]'));
  const result = update(text, [recordOf({ name: 'go', version: '1.1.1', stack: 'b' })]);
  t.true(result.text.startsWith(text.replace('[a, b]', '[a]')));
  t.deepEqual(messages(result), ['go 1.1.1 rebuilt for b, in an entry of its own']);
});

test('what is the newest for a stack is not taken from it', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a]'), entry('go', '1.1.1', '[b]'));
  const result = update(text, [recordOf({ name: 'go', version: '1.1.2', stack: 'b' })]);
  t.deepEqual(messages(result), [
    'go 1.1.1 removed for b: older than 1.1.2',
    'go 1.1.2 added for b',
  ]);
});

test('retired stacks go from lists, and entries with none left go', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a, b]'), entry('go', '1.1.2', '[a]'));
  const result = update(text, [], { retiredStacks: ['a'] });
  t.is(result.text, manifest(entry('go', '1.1.1', '[b]')));
  t.is(update(text, [], { retiredStacks: ['a', 'b'] }).text, 'dependencies: []\n');
});

test('--digest changes, adds and removes keys of the entries concerned alone', (t) => {
  const other = entry('node', '1.0.0', '[a]');
  const text = manifest(entry('go', '1.1.1', '[a]', 'go'), other);
  const record = recordOf({ name: 'go', version: '1.1.1', stack: 'a', bytes: 'go' });
  const uriOf = () => 'https://b.example/old.tgz';
  const sha256 = `  sha256: ${record.sha256}\n`;
  const md5 = `  md5: ${record.md5}\n`;
  t.is(update(text, [record], { digest: 'md5', uriOf }).text, text.replace(sha256, md5));
  const both = update(text, [record], { digest: 'both', uriOf }).text;
  t.is(both, text.replace(sha256, sha256 + md5));
  t.is(update(both, [record], { digest: 'sha256', uriOf }).text, text);
  t.is(update(text, [record], { uriOf }).text, text);
});

test('a mapping with a fixed version follows the version, and a deprecation date goes with its line', (t) => {
  const text =
    'url_to_dependency_map:\n- match: libffi\n  name: libffi\n  version: "3.1"\n' +
    'dependency_deprecation_dates:\n- version_line: 3.1\n  name: libffi\n  date: 2026-01-01\n' +
    `dependencies:\n${entry('libffi', '"3.1"', '[a]')}`;
  const result = update(text, [recordOf({ name: 'libffi', version: '3.10', stack: 'a' })]);
  t.true(
    result.text.startsWith(
      'url_to_dependency_map:\n- match: libffi\n  name: libffi\n  version: "3.10"\n',
    ),
  );
  t.true(
    result.text.includes(
      'dependency_deprecation_dates: []\ndependencies:\n- name: libffi\n  version: "3.10"\n',
    ),
  );
});

test('a default is set, added, or refused when nothing would match it', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a]'));
  t.is(
    update(text, [], { defaults: { go: '1.1.1' } }).text,
    `default_versions:\n- name: go\n  version: 1.1.1\n${text}`,
  );
  t.throws(() => update(text, [], { defaults: { go: '2.x' } }), {
    code: 'DEFAULT_MISSING',
    message: '/m.yml: the default of go, 2.x, would match none of its versions: 1.1.1.',
  });
});

test('a default that is a range is looked after as any other', (t) => {
  const own = manifest(entry('go', '1.1.1', '[a]'));
  const text = `default_versions:\n- name: go\n  version: ~1.1\n${own}`;
  const records = [recordOf({ name: 'go', version: '1.2.0', stack: 'a' })];
  t.deepEqual(messages(update(text, records)), ['go 1.2.0 added for a']);
  const dependencies = { go: { line: 'major' } } as const;
  t.throws(() => update(text, records, { dependencies }), {
    code: 'DEFAULT_MISSING',
    message: '/m.yml:3:12: the default of go, ~1.1, would match none of its versions: 1.2.0.',
  });
  t.deepEqual(messages(update(text, records, { dependencies, defaults: { go: '>=1.1' } })), [
    'go 1.1.1 removed for a: older than 1.2.0',
    'go 1.2.0 added for a',
    'default go moved from ~1.1 to >=1.1',
  ]);
});

test('a name alone means its newest record; one that there is none of is refused', (t) => {
  const records = ['1.1.1', '1.1.2'].map((version) =>
    recordOf({ name: 'go', version, stack: 'a' }),
  );
  const wanted = [{ name: 'go' }];
  t.deepEqual(messages(update('dependencies: []\n', records, { wanted })), [
    'go 1.1.2 added for a',
  ]);
  t.throws(() => update('a: b\n', records, { wanted: [{ name: 'goo' }] }), {
    code: 'USAGE',
    message: 'There is no record of goo.',
  });
});

test('a pinned version stays, and comes although there is a newer one', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a]'), entry('go', '1.1.2', '[a]'));
  const records = ['1.1.0', '1.1.3'].map((version) =>
    recordOf({ name: 'go', version, stack: 'a' }),
  );
  t.deepEqual(
    messages(update(text, records, { dependencies: { go: { pin: ['1.1.0', '1.1.1'] } } })),
    ['go 1.1.2 removed for a: older than 1.1.3', 'go 1.1.3 added for a', 'go 1.1.0 added for a'],
  );
});

test('the newest of its line that was released stays beside a new one', (t) => {
  const versions = ['1.1.9', '1.1.10', '1.1.11', '1.2.0'];
  const text = manifest(...versions.map((version) => entry('go', version, '[a]')));
  const released = readManifest(
    hostPath('/m.yml@v1'),
    manifest(
      ...['1.1.9', '1.1.10', '1.3.0'].map((version) => entry('go', version, '[a]')),
      entry('node', '1.1.11', '[a]'),
    ),
  );
  const records = [
    recordOf({ name: 'go', version: '1.1.12', stack: 'a' }),
    recordOf({ name: 'go', version: '1.2.1', stack: 'a' }),
  ];
  const removed = (policy: Policy, among: typeof released | undefined = released) =>
    update(text, records, { released: among, dependencies: { go: policy } }).changes.flatMap(
      (change) => (change.kind === 'removed' ? [change.version] : []),
    );
  t.deepEqual(removed({}), ['1.1.9', '1.1.11', '1.2.0']);
  t.deepEqual(removed({ keepLatestReleased: true }), ['1.1.9', '1.1.11', '1.2.0']);
  t.deepEqual(removed({ keep: 2 }), ['1.1.9']);
  t.deepEqual(removed({ keepLatestReleased: false }), versions);
  t.deepEqual(removed({ line: 'major' }), ['1.1.9', '1.1.10', '1.1.11', '1.2.0']);

  const first = update(text, records, { released });
  const second = update(first.text, records, { released });
  t.deepEqual([second.text, second.changes], [first.text, []]);
});

test('to keep what was released without saying what that is keeps nothing, and is told', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a]'), entry('node', '1.1.1', '[a]'));
  const policy = { keepLatestReleased: true };
  const result = update(text, [recordOf({ name: 'go', version: '1.1.2', stack: 'a' })], {
    dependencies: { go: policy, node: policy },
  });
  t.is(messages(result)[0], 'go 1.1.1 removed for a: older than 1.1.2');
  t.deepEqual(result.notes, [
    "go: 'keep-latest-released' keeps nothing: no released manifest was named (--keep-latest-released REF)",
  ]);
});

test('a relocated artifact is left out, unless it is asked for and the only one in its place', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a]'));
  const original = recordOf({ name: 'go', version: '1.1.1', stack: 'a' });
  const moved = recordOf({ name: 'go', version: '1.1.1', stack: 'a', relocated: true });
  t.is(update(text, [moved]).text, text);
  t.true(update(text, [moved, original]).text.includes(`/${original.file}\n`));
  for (const wanted of [[{ name: 'go' }], [{ name: 'go', version: '1.1.1' }]]) {
    t.true(update(text, [moved, original], { wanted }).text.includes(`/${original.file}\n`));
    t.true(update(text, [moved], { wanted }).text.includes(`/${moved.file}\n`));
  }
});

test('a record that is asked for twice is one', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a]'));
  const record = recordOf({ name: 'go', version: '1.1.1', stack: 'a' });
  const wanted = [{ name: 'go' }, { name: 'go', version: '1.1.1' }];
  t.is(messages(update(text, [record], { wanted })).length, 1);
});

test('two records for one place are refused, with both files', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a]'));
  const record = recordOf({ name: 'go', version: '1.1.1', stack: 'a' });
  const other = { ...record, file: 'go-other.tgz' };
  t.throws(() => update(text, [record, other]), {
    code: 'USAGE',
    message:
      'There are two records of go 1.1.1 for a (x64): go-1.1.1-linux-x64.tgz and go-other.tgz.',
  });
  const moved = recordOf({ name: 'go', version: '1.1.1', stack: 'a', relocated: true });
  const wanted = [{ name: 'go' }];
  t.throws(() => update(text, [moved, { ...moved, file: 'go-else.tgz' }], { wanted }), {
    code: 'USAGE',
    message: /: go-1\.1\.1-linux-x64-moved\.tgz and go-else\.tgz\.$/,
  });
  // Records for other stacks and architectures lie elsewhere.
  t.notThrows(() =>
    update(text, [
      record,
      recordOf({ name: 'go', version: '1.1.1', stack: 'b' }),
      recordOf({ name: 'go', version: '1.1.1', stack: 'a', arch: 'arm64' }),
    ]),
  );
});

test('a packaged manifest takes records for its own stack, and notes those for others', (t) => {
  const packaged = (version: string, uri: string, sha256: string) =>
    `stack: a\ndependencies:\n- name: go\n  version: ${version}\n  uri: ${uri}\n  sha256: ${sha256}\n`;
  const text = packaged('1.1.1', 'https://b.example/old.tgz', digestOf('sha256', 'old'));
  const [own, other] = ['a', 'b'].map((stack) => recordOf({ name: 'go', version: '1.1.2', stack }));
  const result = update(
    text,
    [own, other].flatMap((record) => record ?? []),
  );
  t.is(
    result.text,
    packaged('1.1.2', 'https://b.example/a/go-1.1.2-linux-x64.tgz', own?.sha256 ?? ''),
  );
  t.deepEqual(result.notes, ['go 1.1.2 for b is left out: the manifest is for a only']);
  t.deepEqual(messages(result), [
    'go 1.1.1 removed for a: older than 1.1.2',
    'go 1.1.2 added for a',
  ]);
  t.is(update(result.text, own === undefined ? [] : [own]).text, result.text);
});

test('a new entry has what its record knows; what else its neighbours have is noted', (t) => {
  const rich =
    '- name: php\n  version: 8.1.1\n  uri: https://b.example/php.tgz\n' +
    `  sha256: ${digestOf('sha256', 'old')}\n  cf_stacks:\n  - a\n` +
    '  source: https://example.org/php-8.1.1.tar.gz\n' +
    `  source_sha256: ${digestOf('sha256', 'source')}\n  osl: osl/php.txt\n  modules:\n  - name: apcu\n`;
  const text = manifest(entry('go', '1.1.1', '[a]'), rich);
  const record = recordOf({ name: 'php', version: '8.2.0', stack: 'a' });
  const result = update(text, [record, recordOf({ name: 'go', version: '1.2.0', stack: 'a' })]);
  t.deepEqual(result.notes, [
    'php 8.2.0 for a lacks osl, modules, which php 8.1.1 has: no record knows that, fill it in by hand',
  ]);
  t.true(
    result.text.endsWith(
      `${rich}- name: php\n  version: 8.2.0\n  uri: https://b.example/a/${record.file}\n` +
        `  sha256: ${record.sha256}\n  cf_stacks:\n  - a\n` +
        `  source: ${record.manifest.source}\n  source_sha256: ${record.manifest.source_sha256}\n`,
    ),
  );
  t.deepEqual(update(result.text, [record]).notes, []);
});

test('of a name that is new, what only some entries have is not noted, what all have is', (t) => {
  const item = (name: string, more: string) =>
    `${entry(name, '1.1.1', '[a]')}  file: dependencies/${name}.tgz\n${more}`;
  const text = manifest(item('go', '  osl: x\n'), item('node', '  modules: []\n'));
  const result = update(text, [recordOf({ name: 'zlib', version: '1.3.1', stack: 'a' })], {
    wanted: [{ name: 'zlib' }],
  });
  t.deepEqual(result.notes, [
    'zlib 1.3.1 for a lacks file, which every other entry has: no record knows that, fill it in by hand',
  ]);
});

const mapped = (...versions: string[]) =>
  'url_to_dependency_map:\n' +
  versions
    .map((version, index) => `- match: ffi-${index}\n  name: libffi\n  version: "${version}"\n`)
    .join('');

test('of several mappings with fixed versions, only that of a version that went follows, in its line', (t) => {
  const text =
    mapped('3.1', '3.4') +
    manifest(entry('libffi', '"3.1"', '[a]'), entry('libffi', '"3.4"', '[a]'));
  const newer = update(text, [recordOf({ name: 'libffi', version: '3.1.2', stack: 'a' })]);
  t.true(newer.text.startsWith(`${mapped('3.1.2', '3.4')}dep`));
  t.deepEqual(messages(newer), [
    'libffi 3.1 removed for a: older than 3.1.2',
    'libffi 3.1.2 added for a',
    'url_to_dependency_map: libffi moved from 3.1 to 3.1.2',
  ]);
  const apart = update(text, [recordOf({ name: 'libffi', version: '3.5.0', stack: 'a' })]);
  t.true(apart.text.startsWith(mapped('3.1', '3.4')));
  t.deepEqual(messages(apart), ['libffi 3.5.0 added for a']);
});

test('several mappings with one fixed version all follow it', (t) => {
  const text = mapped('3.1', '3.1') + manifest(entry('libffi', '"3.1"', '[a]'));
  const result = update(text, [recordOf({ name: 'libffi', version: '3.4', stack: 'a' })]);
  t.true(result.text.startsWith(`${mapped('3.4', '3.4')}dependencies:\n- name: libffi\n`));
});

test('a mapping of a version that was never there stays, and so does one that stays without any', (t) => {
  const text = mapped('3.0') + manifest(entry('libffi', '"3.1"', '[a]'));
  const result = update(text, [recordOf({ name: 'libffi', version: '3.4', stack: 'a' })]);
  t.true(result.text.startsWith(mapped('3.0')));
  const gone = update(mapped('3.1') + manifest(entry('libffi', '"3.1"', '[a]')), [], {
    retiredStacks: ['a'],
  });
  t.is(gone.text, `${mapped('3.1')}dependencies: []\n`);
});

test('a stack whose rebuilt version is too old to stay beside a newer one is told to go', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a, b]'));
  const records = ['1.1.1', '1.1.2'].map((version) =>
    recordOf({ name: 'go', version, stack: 'b' }),
  );
  const result = update(text, records);
  t.deepEqual(messages(result), [
    'go 1.1.1 is no longer for b: older than 1.1.2',
    'go 1.1.2 added for b',
  ]);
  t.true(result.text.startsWith(manifest(entry('go', '1.1.1', '[a]'))));
});

test('of two recipes for one name the one is taken that the policy names', (t) => {
  const text = manifest(entry('go', '1.1.1', '[a]'));
  const dynamic = recordOf({ name: 'go', version: '1.1.1', stack: 'a' });
  const still = {
    ...dynamic,
    name: 'go-static',
    file: 'go-static-1.1.1-linux-x64.tgz',
    sha256: digestOf('sha256', 'static'),
  };
  const error = t.throws(() => update(text, [dynamic, still]), { instanceOf: BuilderError });
  t.is(
    error.hint,
    'They are of the recipes go and go-static: say which one go takes, --recipe go=go or ' +
      "'recipe' in binary-builder.yml.",
  );
  for (const record of [dynamic, still]) {
    const dependencies = { go: { recipe: record.name } };
    const result = update(text, [dynamic, still], { dependencies });
    t.true(result.text.includes(`/${record.file}\n`));
  }
  t.throws(
    () => update(text, [dynamic, still], { dependencies: { go: { recipe: 'go-statik' } } }),
    {
      code: 'USAGE',
      message: 'There is no record of go of the recipe go-statik.',
    },
  );
});
