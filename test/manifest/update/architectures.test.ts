import test from 'ava';
import fc from 'fast-check';
import { ARCH_NAMES } from '../../../src/architecture.js';
import { archOfUri, readManifest, type Manifest } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';
import { digestOf, recordOf, type RecordWords } from '../records.js';
import { update, type Ordinary } from './updating.js';

const read = (text: string): Manifest => readManifest(hostPath('/m.yml'), text);
const manifest = (...entries: string[]) => `dependencies:\n${entries.join('')}`;
const messages = ({ changes }: { changes: readonly { message: string }[] }) =>
  changes.map(({ message }) => message);

/** An entry whose file has this name. */
const entry = (version: string, file: string, stacks = '[a]', name = 'go') =>
  `- name: ${name}\n  version: ${version}\n  uri: https://b.example/a/${file}\n` +
  `  sha256: ${digestOf('sha256', 'old')}\n  cf_stacks: ${stacks}\n`;

/** An entry as an update writes it from a record of {@link record}. */
const updated = (version: string, arch: string, stacks = '[a]', name = 'go') =>
  entry(version, `${name}-${version}-linux-${arch}.tgz`, stacks, name).replace(
    digestOf('sha256', 'old'),
    digestOf('sha256', `${name} ${version} a ${arch}`),
  );

const record = (version: string, arch: RecordWords['arch'] & {}, name = 'go') =>
  recordOf({ name, version, arch, stack: 'a' });

const FIRST = (arch: string) =>
  `the manifest gets its first entries for ${arch}, beside those that it has: if it is to be for some ` +
  "architectures only, name them under 'architectures' in binary-builder.yml";

/** Updates, and makes sure that a second update does nothing. */
function settled(text: string, records: Parameters<typeof update>[1], options: Ordinary = {}) {
  const result = update(text, records, options);
  const again = update(result.text, records, options);
  return { ...result, again: again.text === result.text && again.changes.length === 0 };
}

test('records for a second architecture get entries beside the first, written like it', (t) => {
  const x64 = entry('1.1.1', 'go-1.1.1-linux-x64.tgz');
  const alone = settled(manifest(x64), [record('1.1.1', 's390x')]);
  t.is(alone.text, manifest(x64, updated('1.1.1', 's390x')));
  t.deepEqual(messages(alone), ['go 1.1.1 added for a (s390x)']);
  t.deepEqual(alone.notes, [FIRST('s390x')]);
  t.true(alone.again);

  const both = settled(manifest(x64), [record('1.1.1', 's390x'), record('1.1.1', 'x64')]);
  t.is(both.text, manifest(updated('1.1.1', 'x64'), updated('1.1.1', 's390x')));
  t.deepEqual(
    messages(both),
    ['go 1.1.1 rebuilt for a (x64): uri, sha256', ...messages(alone)].map((line) =>
      line.replace('uri, ', ''),
    ),
  );
  t.true(both.again);
});

test('what an entry for one of several architectures lacks is noted with its architecture', (t) => {
  const x64 = `${entry('1.1.1', 'go-1.1.1-linux-x64.tgz')}  osl: osl/go.txt\n`;
  const { notes } = settled(manifest(x64), [record('1.1.1', 's390x')]);
  t.true(
    notes.includes(
      'go 1.1.1 for a (s390x) lacks osl, which go 1.1.1 has: no record knows that, fill it in by hand',
    ),
    notes.join('\n'),
  );
});

test('x64 stands before other architectures, whichever came first', (t) => {
  const s390x = entry('1.1.1', 'go-1.1.1-linux-s390x.tgz');
  const result = settled(manifest(s390x), [record('1.1.1', 'x64'), record('1.1.1', 'arm64')]);
  t.is(result.text, manifest(updated('1.1.1', 'x64'), updated('1.1.1', 'arm64'), s390x));
  t.true(result.again);
});

test('each architecture has its own newest version, and its own older ones go', (t) => {
  const text = manifest(
    entry('1.1.1', 'go-1.1.1-linux-x64.tgz'),
    entry('1.1.1', 'go-1.1.1-linux-s390x.tgz'),
  );
  const newer = settled(text, [record('1.1.2', 's390x')]);
  t.is(newer.text, manifest(entry('1.1.1', 'go-1.1.1-linux-x64.tgz'), updated('1.1.2', 's390x')));
  t.deepEqual(messages(newer), [
    'go 1.1.1 removed for a (s390x): older than 1.1.2',
    'go 1.1.2 added for a (s390x)',
  ]);
  t.true(newer.again);
  const both = settled(text, [record('1.1.2', 's390x'), record('1.1.2', 'x64')]);
  t.is(both.text, manifest(updated('1.1.2', 'x64'), updated('1.1.2', 's390x')));
  const older = settled(newer.text, [record('1.1.1', 's390x')]);
  t.deepEqual(older.notes, [
    'go 1.1.1 for a (s390x) is left out: it is older than 1.1.2, the newest of its line',
  ]);
  const kept = settled(text, [record('1.1.2', 's390x')], { dependencies: { go: { keep: 2 } } });
  t.deepEqual(messages(kept), ['go 1.1.2 added for a (s390x)']);
});

test('a name alone means the newest record of each architecture', (t) => {
  const records = [record('1.1.2', 'x64'), record('1.1.1', 'x64'), record('1.1.1', 's390x')];
  const result = settled('dependencies: []\n', records, { wanted: [{ name: 'go' }] });
  t.deepEqual(messages(result), ['go 1.1.2 added for a (x64)', 'go 1.1.1 added for a (s390x)']);
  t.true(result.again);
});

test('a file name that says none is of x64 as long as nothing in the manifest says otherwise', (t) => {
  const text = manifest(entry('1.1.1', 'go.tar.gz'));
  const both = settled(text, [record('1.1.1', 's390x'), record('1.1.1', 'x64')]);
  t.is(both.text, manifest(updated('1.1.1', 'x64'), updated('1.1.1', 's390x')));
  t.true(both.again);
  const beside = settled(text + entry('1', 'node-1-linux-x64.tgz', '[a]', 'node'), [
    record('1.1.1', 's390x'),
  ]);
  t.true(beside.text.startsWith(manifest(entry('1.1.1', 'go.tar.gz'), updated('1.1.1', 's390x'))));
  t.true(beside.again);
  // What stands beside one that tells another architecture is not for that.
  const later = settled(beside.text, [record('1.1.1', 'x64'), record('1.1.1', 's390x')]);
  t.deepEqual(messages(later), ['go 1.1.1 rebuilt for a (x64): uri, sha256']);
});

test('where nothing tells what an entry is for, it stays, and that is told', (t) => {
  const left = (version: string, arch: string) =>
    `go ${version} for ${arch} is left out: nothing tells which architecture go 1.1.1 in the manifest is for, ` +
    `say it with 'architectures' in binary-builder.yml (go-${version}-linux-${arch}.tgz)`;
  const silent = manifest(entry('1.1.1', 'go.tar.gz'));
  const alone = settled(silent, [record('1.1.2', 's390x')]);
  t.deepEqual([alone.text, alone.notes], [silent, [left('1.1.2', 's390x')]]);
  // As after a procedure by hand, of which nobody knows whether it was whole.
  const mixed = silent + entry('1', 'python-1-linux-s390x.tgz', '[a]', 'python');
  const records = [record('1.1.1', 'x64'), record('1.1.1', 's390x')];
  const result = settled(mixed, records);
  t.deepEqual([result.text, result.notes], [mixed, [left('1.1.1', 'x64'), left('1.1.1', 's390x')]]);
  // Said, or known by the digest, it is clear.
  const said = settled(mixed, records, { architectures: ['s390x'] });
  t.deepEqual(messages(said), ['go 1.1.1 rebuilt for a: uri, sha256']);
  t.deepEqual(said.notes, [
    'go 1.1.1 for x64 is left out: the manifest is to be for s390x (go-1.1.1-linux-x64.tgz)',
  ]);
  t.true(said.text.includes('go-1.1.1-linux-s390x.tgz'));
  const old = { ...record('1.1.1', 's390x'), sha256: digestOf('sha256', 'old') };
  t.deepEqual(messages(settled(mixed, [old, record('1.1.1', 'x64')])), [
    'go 1.1.1 rebuilt for a (s390x): uri',
    'go 1.1.1 added for a (x64)',
  ]);
});

test('a manifest that is said to be for another architecture goes over to it, as far as there are records', (t) => {
  const text = manifest(
    entry('1.1.1', 'go-1.1.1-linux-x64.tgz'),
    entry('1', 'node-1-linux-x64.tgz', '[a]', 'node'),
  );
  const result = settled(text, [record('1.1.1', 's390x'), record('1.1.1', 'x64')], {
    architectures: ['s390x'],
  });
  t.is(
    result.text,
    manifest(updated('1.1.1', 's390x'), entry('1', 'node-1-linux-x64.tgz', '[a]', 'node')),
  );
  t.deepEqual(messages(result), ['go 1.1.1 rebuilt for a (s390x): uri, sha256']);
  t.deepEqual(result.notes, [
    'go 1.1.1 for x64 is left out: the manifest is to be for s390x (go-1.1.1-linux-x64.tgz)',
    'node 1 is still for x64: the manifest is to be for s390x, and there is no record to take its place',
  ]);
  t.true(result.again);
});

test('of several architectures that are named, the first takes the place of what is not', (t) => {
  const text = manifest(entry('1.1.1', 'go-1.1.1-linux-x64.tgz'));
  const records = ARCH_NAMES.map((arch) => record('1.1.1', arch));
  const result = settled(text, records, { architectures: ['s390x', 'arm64'] });
  t.is(result.text, manifest(updated('1.1.1', 's390x'), updated('1.1.1', 'arm64')));
  t.true(result.again);
  const beside = settled(text, records, { architectures: ['x64', 's390x'] });
  t.is(beside.text, manifest(updated('1.1.1', 'x64'), updated('1.1.1', 's390x')));
  t.false(beside.notes.includes(FIRST('s390x')));
});

test('what is there already for the architecture that the manifest is to have goes for others', (t) => {
  const s390x = entry('1.1.1', 'go-1.1.1-linux-s390x.tgz');
  const text = manifest(entry('1.1.1', 'go-1.1.1-linux-x64.tgz', '[a, b]'), s390x);
  const options = { architectures: ['s390x'] } as const;
  const result = settled(text, [record('1.1.1', 's390x')], options);
  t.is(
    result.text,
    manifest(entry('1.1.1', 'go-1.1.1-linux-x64.tgz', '[b]'), updated('1.1.1', 's390x')),
  );
  t.true(result.again);
  const whole = settled(text.replace('[a, b]', '[a]'), [record('1.1.1', 's390x')], options);
  t.is(whole.text, manifest(updated('1.1.1', 's390x')));
  t.true(messages(whole).includes('go 1.1.1 removed for a (x64): it is there for s390x'));
});

test('what is for every architecture is not taken from the others', (t) => {
  const every = entry('1.1.1', 'go_1.1.1_linux_noarch_any-stack.tgz');
  const both = settled(manifest(every), [record('1.1.1', 'x64'), record('1.1.1', 's390x')]);
  t.is(both.text, manifest(every));
  t.deepEqual(both.notes, [
    'go 1.1.1 for x64 is left out: its entry is for every architecture (go-1.1.1-linux-x64.tgz)',
    'go 1.1.1 for s390x is left out: its entry is for every architecture (go-1.1.1-linux-s390x.tgz)',
  ]);
  const noarch = (['s390x', 'x64'] as const).map((arch) => ({
    ...recordOf({ name: 'go', version: '1.1.2', arch, stack: 'a', bytes: 'same' }),
    file: 'go_1.1.2_linux_noarch.tgz',
  }));
  const newer = settled(manifest(every), noarch);
  t.deepEqual(messages(newer), [
    'go 1.1.1 removed for a: older than 1.1.2',
    'go 1.1.2 added for a',
  ]);
  t.true(newer.again);
});

test('a manifest that tells architectures by its stacks goes on to', (t) => {
  const stacks = (arch: string, stack: string) =>
    entry('1.1.1', `go-${arch}.tgz`, `[${stack}]`).replace(`go-${arch}`, 'go');
  const text = manifest(stacks('x64', 'a'), stacks('s390x', 'a-s390x'));
  const uriOf = ({ stack }: { stack: { name: string } }) =>
    `https://b.example/${stack.name}/go.tgz`;
  const records = (['x64', 's390x', 'arm64'] as const).map((arch) => record('1.1.1', arch));
  const result = settled(text, records, { uriOf, architectures: ['x64', 'arm64', 's390x'] });
  t.deepEqual(
    read(result.text).entries.map(({ uri, sha256, stacks: own }) => [
      own?.value[0]?.value,
      uri?.value,
      records.find((one) => one.sha256 === sha256?.value)?.arch,
    ]),
    [
      ['a', 'https://b.example/a/go.tgz', 'x64'],
      ['a-arm64', 'https://b.example/a/go.tgz', 'arm64'],
      ['a-s390x', 'https://b.example/a/go.tgz', 's390x'],
    ],
  );
});

test('addresses that do not tell the architecture are refused where there are several', (t) => {
  const text = manifest(entry('1.1.1', 'go-1.1.1-linux-x64.tgz'));
  const uri = 'https://b.example/{arch}/{name}.tgz';
  const error = t.throws(() => update(text, [record('1.1.1', 's390x')], { uri }), {
    code: 'USAGE',
    message: "go 1.1.1 is for s390x, and the file name of its address doesn't say that: go.tgz",
  });
  t.like(error, {
    hint:
      'The manifest has entries for several architectures, which only file names tell apart: ' +
      'put {arch} or {file} behind the last slash of --uri.',
  });
  t.notThrows(() => update(text, [record('1.1.1', 's390x')], { uri, architectures: ['s390x'] }));
});

test('a default has to be there for every architecture that had it', (t) => {
  const text =
    'default_versions:\n- name: go\n  version: 1.1.1\n' +
    manifest(entry('1.1.1', 'go-1.1.1-linux-x64.tgz'), entry('1.1.1', 'go-1.1.1-linux-s390x.tgz'));
  t.throws(() => update(text, [record('1.1.2', 's390x')]), {
    code: 'DEFAULT_MISSING',
    message:
      '/m.yml:3:12: the default of go, 1.1.1, would match none of its versions for s390x: 1.1.2.',
  });
  t.throws(() => update(text, [record('1.1.2', 's390x')], { defaults: { go: '1.1.2' } }), {
    code: 'DEFAULT_MISSING',
    message:
      '/m.yml:3:12: the default of go, 1.1.2, would match none of its versions for x64: 1.1.1.',
  });
  t.notThrows(() => update(text.replace('1.1.1', '1.1.x'), [record('1.1.2', 's390x')]));
  const both = [record('1.1.2', 's390x'), record('1.1.2', 'x64')];
  t.true(update(text, both, { defaults: { go: '1.1.2' } }).text.includes('  version: 1.1.2\ndep'));
});

test('a mapping stays while one architecture has its version, and a deprecation date too', (t) => {
  const text =
    'url_to_dependency_map:\n- match: go\n  name: go\n  version: 1.1.1\n' +
    'dependency_deprecation_dates:\n- version_line: 1.1.x\n  name: go\n  date: 2026-01-01\n' +
    manifest(entry('1.1.1', 'go-1.1.1-linux-x64.tgz'), entry('1.1.1', 'go-1.1.1-linux-s390x.tgz'));
  const result = update(text, [record('1.2.0', 's390x')]);
  t.deepEqual(messages(result), [
    'go 1.1.1 removed for a (s390x): older than 1.2.0',
    'go 1.2.0 added for a (s390x)',
  ]);
  t.deepEqual(result.notes, [
    'url_to_dependency_map: go stays at 1.1.1, which is not there for s390x any more',
  ]);
});

test('what was released for another architecture keeps nothing of this one', (t) => {
  const versions = ['1.1.1', '1.1.2'];
  const of = (...archs: string[]) =>
    manifest(
      ...versions.flatMap((version) => archs.map((arch) => entry(version, `go-linux-${arch}.tgz`))),
    );
  const removed = (released: string) =>
    update(of('x64', 's390x'), [record('1.1.3', 's390x'), record('1.1.3', 'x64')], {
      released: read(released),
    }).changes.flatMap((change) =>
      change.kind === 'removed' ? `${change.version} ${change.arch ?? ''}` : [],
    );
  t.deepEqual(removed(of('x64')), ['1.1.1 x64', '1.1.1 s390x', '1.1.2 s390x']);
  t.deepEqual(removed(of('x64', 's390x')), ['1.1.1 x64', '1.1.1 s390x']);
});

test('two architectures of a version are no habit of one entry for each stack', (t) => {
  const text = manifest(
    entry('1.1.1', 'go-1.1.1-linux-x64.tgz'),
    entry('1.1.1', 'go-1.1.1-linux-s390x.tgz'),
  );
  const same = (stack: string) =>
    recordOf({ name: 'go', version: '1.1.2', stack, arch: 's390x', bytes: 'same' });
  const result = settled(text, [same('a'), same('b')]);
  t.true(messages(result).includes('go 1.1.2 added for a, b (s390x)'));
});

test('an entry for every architecture stays one beside a file that does not say what it is for', (t) => {
  const text = manifest(
    entry('1.1.1', 'go.tgz'),
    entry('1.1.2', 'go-linux-noarch.tgz'),
    entry('1.1.1', 'node-linux-noarch.tgz', '[a]', 'node'),
  );
  const records = [
    record('1.1.1', 's390x'),
    record('1.1.2', 's390x'),
    record('1.1.1', 'x64', 'node'),
  ];
  const result = settled(text, records);
  t.true(result.text.includes('go-linux-noarch.tgz'));
  t.true(result.again);
});

const ARCHS = ['x64', 's390x', 'arm64'] as const;

const anyEntry = fc.record({
  name: fc.constantFrom('go', 'node'),
  version: fc.constantFrom('1.1.1', '1.1.2', '2.0.0'),
  arch: fc.constantFrom(...ARCHS, undefined, 'noarch'),
  stack: fc.constantFrom('a', 'b'),
});

const anyRecord = fc.record({
  name: fc.constantFrom('go', 'node'),
  version: fc.constantFrom('1.1.1', '1.1.2', '1.1.3', '2.0.0'),
  arch: fc.constantFrom(...ARCHS),
  stack: fc.constantFrom('a', 'b'),
});

const key = ({
  name,
  version,
  arch,
  stack,
}: {
  name: string;
  version: string;
  arch: string | undefined;
  stack: string;
}) => `${name} ${version} ${arch ?? ''} ${stack}`;

test('no update makes an entry one for another architecture, and the second one is empty', (t) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyEntry, { maxLength: 6, selector: key }),
      fc.uniqueArray(anyRecord, { maxLength: 6, selector: key }),
      fc.record({ keep: fc.constantFrom(undefined, 1, 2), all: fc.boolean() }),
      (entries, words, policy) => {
        const text = manifest(
          ...entries.map(({ name, version, arch, stack }) =>
            entry(
              version,
              arch === undefined ? `${name}.tgz` : `${name}-linux-${arch}.tgz`,
              `[${stack}]`,
              name,
            ),
          ),
        );
        const records = words.map((one) => recordOf(one));
        const options = { dependencies: { go: policy } };
        const first = update(entries.length === 0 ? 'dependencies: []\n' : text, records, options);
        const archOf = (sha256: string | undefined) =>
          records.find((one) => one.sha256 === sha256)?.arch;
        for (const { uri, sha256, stacks } of read(first.text).entries) {
          const own = archOf(sha256?.value);
          if (own !== undefined && archOfUri(uri?.value ?? '') !== own) return false;
          if (stacks?.value.length === 0) return false;
        }
        // An architecture without records keeps all that it had.
        for (const arch of ARCHS.filter((one) => !words.some((word) => word.arch === one))) {
          const count = (content: string) =>
            read(content).entries.filter(({ uri }) => archOfUri(uri?.value ?? '') === arch).length;
          if (count(first.text) !== count(text)) return false;
        }
        const second = update(first.text, records, options);
        return second.text === first.text && second.changes.length === 0;
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 500) },
  );
  t.pass();
});

test('whatever architectures a manifest is to have, the second update is empty', (t) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyEntry, { minLength: 1, maxLength: 6, selector: key }),
      fc.uniqueArray(anyRecord, { maxLength: 6, selector: key }),
      fc.shuffledSubarray([...ARCHS], { minLength: 1 }),
      (entries, words, architectures) => {
        const text = manifest(
          ...entries.map(({ name, version, arch, stack }) =>
            entry(
              version,
              arch === undefined ? `${name}.tgz` : `${name}-linux-${arch}.tgz`,
              `[${stack}]`,
              name,
            ),
          ),
        );
        return settled(
          text,
          words.map((one) => recordOf(one)),
          { architectures },
        ).again;
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 500) },
  );
  t.pass();
});
