import test from 'ava';
import { contentsOf, entry, manifestOf, workspace, write, type File } from './workspace.js';

const MAP = 'url_to_dependency_map: []\nexclude_files: []\n';
const ONE = { kind: 'one', name: 'cflinuxfs4' } as const;

/** As they looked an entry up before July 2018, and as they do since. */
const OLD = "entries.find { |entry| entry['cf_stacks'].include?(ENV['CF_STACK']) }\n";
const NEW = `return true if manifest['stack'] == ENV['CF_STACK']\n${OLD}`;

const ENTRIES = [
  entry('libffi', '3.1', { uri: 'https://example.org/ffi.tgz', sha256: 'a'.repeat(64) }, [
    'cflinuxfs3',
    'cflinuxfs4',
  ]),
  entry('python', '3.5.2', { uri: 'https://example.org/python.tgz', sha256: 'b'.repeat(64) }),
];

const manifestWith = async (t: Parameters<typeof workspace>[0], files: Record<string, File>) => {
  const here = await workspace(t, {
    VERSION: '1.5.9',
    'manifest.yml': manifestOf(ENTRIES, MAP),
    ...files,
  });
  const { path } = await here.pack({ stack: ONE });
  return (await contentsOf(path))['manifest.yml'] ?? '';
};

test('entries of a classic buildpack keep the one stack where its scripts ask each of them', async (t) => {
  const text = await manifestWith(t, {
    'compile-extensions/bin/check_stack_support': { program: OLD },
    'compile-extensions/lib/dependencies.rb': OLD,
  });
  t.is(
    text,
    manifestOf(ENTRIES, MAP)
      .replace('language: python\n', 'language: python\nstack: cflinuxfs4\n')
      .replace('[cflinuxfs3, cflinuxfs4]', '[cflinuxfs4]'),
  );
});

test('where the scripts know a stack for all, or there are none, no entry has one', async (t) => {
  const known: Record<string, File>[] = [
    { 'compile-extensions/bin/check': OLD, 'compile-extensions/lib/check.rb': NEW },
    { 'compile-extensions/lib/check.rb': NEW.replaceAll("'", '"') },
    {},
  ];
  for (const scripts of known) {
    const text = await manifestWith(t, scripts);
    t.regex(text, /^stack: cflinuxfs4$/m);
    t.notRegex(text, /cf_stacks/);
  }
});

test('the file of a file: uri is in a classic zip under both names that staging may look for', async (t) => {
  const here = await workspace(t, { VERSION: '1.5.9' });
  const ffi = await here.file('libffi.tgz');
  await write(here.directory, { 'manifest.yml': manifestOf([entry('libffi', '3.2.1', ffi)], MAP) });
  const { path, dependencies, files } = await here.pack({ cached: true });
  const mangled = ffi.uri.slice('file://'.length).replaceAll('/', '_');
  const names = [`dependencies/file___${mangled}`, `dependencies/file_____${mangled}`];
  const contents = await contentsOf(path);
  t.deepEqual(
    Object.keys(contents).filter((name) => name.startsWith('dependencies/')),
    [...names].sort(),
  );
  t.deepEqual(
    names.map((name) => contents[name]),
    ['the bytes of libffi.tgz', 'the bytes of libffi.tgz'],
  );
  t.deepEqual([dependencies, files], [1, 4]);
  t.deepEqual(here.warnings(), [
    'The zip has the file of libffi 3.2.1 under two names, since staging makes one of a file: uri by the ' +
      `version of its ruby: ${names.join(' or ')}. An https: uri has one name everywhere.`,
  ]);
  const current = await here.pack({ cached: true, layout: 'current' });
  t.is(current.files, 3);
});

test('a submodule that nobody fetched is told, since the scripts are in it', async (t) => {
  const here = await workspace(t, {
    VERSION: '1.5.9',
    'manifest.yml': manifestOf([], MAP),
    '.gitmodules':
      '[submodule "compile-extensions"]\n\tpath = compile-extensions\n\turl = https://example.org/x\n' +
      '[submodule "there"]\n  path = there\n',
    'compile-extensions': { folder: true },
    'there/a': '',
  });
  await here.pack();
  t.deepEqual(here.warnings(), [
    'compile-extensions is a submodule of git, and nothing is in it: git submodule update --init',
  ]);
});
