import test from 'ava';
import { readManifest } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';

const read = (text: string) => readManifest(hostPath('/m.yml'), text);

test('scalars are the text that was written, with their place', (t) => {
  const text = '\uFEFFdependencies:\r\n- {name: é, version: 3.10}\r\n-\r\n  name: y\r\n  md5:\r\n';
  const manifest = read(text);
  const [first, second] = manifest.entries;
  t.is(first?.version?.value, '3.10');
  t.is(text.slice(first?.version?.start, first?.version?.end), '3.10');
  t.deepEqual(manifest.position(first?.version?.start ?? 0), { line: 2, column: 22 });
  t.deepEqual(manifest.position(1), { line: 1, column: 1 });
  t.is(second?.md5?.value, '');
  t.is(second?.uri, undefined);
});

test('broken YAML, a key that comes twice, and what is no map are refused where they are', (t) => {
  const refused = (text: string, message: string) =>
    t.throws(() => read(text), { code: 'MANIFEST_INVALID', message });
  refused('a: 1\nb: 2\na: 3\n', "/m.yml:3:1: 'a' is here for the second time");
  refused('- a\n', "/m.yml:1:1: a manifest is a map with keys like 'language' and 'dependencies'");
  refused(
    'a: &b 1\nc: [*b, *d]\n',
    "/m.yml:2:9: '*d' repeats what has no name: there is no '&d' above it",
  );
  refused(
    'dependencies:\r\n- cf_stacks: *é\r\n',
    "/m.yml:2:14: '*é' repeats what has no name: there is no '&é' above it",
  );
  refused(
    'a: *b\nb: &b 1\n',
    "/m.yml:1:4: '*b' repeats what has no name: there is no '&b' above it",
  );
  t.throws(() => read('a: 1\nb: [\n'), {
    code: 'MANIFEST_INVALID',
    message: /^\/m\.yml:\d+:\d+: /,
  });
});

test('an asterisk that is text is no alias', (t) => {
  const text = 'include_files: ["*.rb", \'*\', a*] # *b\nlanguage: |\n  *c\n';
  t.deepEqual(
    read(text).includeFiles.map(({ value }) => value),
    ['*.rb', '*', 'a*'],
  );
  t.is(read(text).language?.value, '*c\n');
});

test('a manifest that is too large is not read, from wherever its text comes', (t) => {
  t.throws(() => read(`# ${'x'.repeat(5_000_000)}`), {
    code: 'MANIFEST_INVALID',
    message: '/m.yml is too large to be read: 5 MB, 4.19 MB at most',
  });
});
