import { readdir, rm, symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { execa } from 'execa';
import { hostPath, inHost } from '../../../src/path.js';
import { namedStacks } from '../../manifest/check/findings.js';
import { inTurn, serve, whole } from '../../source/server.js';
import { compiled } from '../../compiled.js';
import {
  BUILDPACK,
  contentsOf,
  digestsOf,
  entry,
  manifestOf,
  workspace,
  write,
  type File,
} from './workspace.js';

const GOOD = { uri: 'https://example.org/a.tgz', sha256: 'a'.repeat(64) };

test('no manifest: says where it was looked for', async (t) => {
  const here = await workspace(t, BUILDPACK);
  const error = await here.fails();
  t.is(error.code, 'USAGE');
  t.is(error.message, `There is no manifest ${here.directory}/manifest.yml.`);
});

test('no buildpack, or a file in its place: says so', async (t) => {
  const here = await workspace(t, BUILDPACK);
  const missing = await here.fails({ directory: inHost(here.folder, 'nothing') });
  t.is(missing.message, `There is no folder ${here.folder}/nothing.`);
  t.is(missing.hint, "Pass the buildpack's folder, the one with manifest.yml in it.");
  const file = await here.fails({ directory: inHost(here.directory, 'VERSION') });
  t.is(file.message, `${here.directory}/VERSION is not a folder.`);
});

test('VERSION and the manifest are the buildpack’s own: a link out of it would pack a file of the machine', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': manifestOf([]) });
  await write(here.folder, { secret: '1.2', 'manifest.yml': manifestOf([]) });
  await rm(inHost(here.directory, 'VERSION'));
  await symlink('../secret', inHost(here.directory, 'VERSION'));
  const version = await here.fails();
  t.is(version.code, 'BUILDPACK_INVALID');
  t.true(
    version.message.startsWith(`${here.directory}/VERSION leads out of ${here.directory}, to `),
  );
  await rm(inHost(here.directory, 'manifest.yml'), { force: true });
  await symlink('../manifest.yml', inHost(here.directory, 'manifest.yml'));
  const manifest = await here.fails();
  t.is(manifest.code, 'BUILDPACK_INVALID');
  t.true(manifest.message.startsWith(`${here.directory}/manifest.yml leads out of `));
});

const PACKAGED: [string, Record<string, File>, string][] = [
  [
    'a stack',
    { 'manifest.yml': manifestOf([]).replace('language', 'stack: cflinuxfs4\nlanguage') },
    "manifest.yml:1 has the key 'stack'",
  ],
  [
    'a file',
    { 'manifest.yml': manifestOf([`${entry('a', '1.2.3', GOOD)}  file: dependencies/a\n`]) },
    "the entry in manifest.yml:8 has the key 'file'",
  ],
  [
    'dependencies',
    { 'manifest.yml': manifestOf([]), 'dependencies/a.tgz': '' },
    "it has a folder 'dependencies'",
  ],
];

for (const [what, files, sign] of PACKAGED) {
  test(`packaged already, since it has ${what}: says how that is known`, async (t) => {
    const error = await (await workspace(t, { ...BUILDPACK, ...files })).fails();
    t.is(error.code, 'BUILDPACK_INVALID');
    t.is(error.message, `This buildpack is packaged already: ${sign}.`);
    t.is(error.hint, 'Package the folder that it was made from, as it is in the repository.');
  });
}

test('errors of the manifest end it, with all of them; --no-check packages all the same', async (t) => {
  const here = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': manifestOf(
      [entry('a', '1.2.3', { ...GOOD, sha256: 'abc' })],
      'include_files: [bin]\ndependency_deprecation_dates: [{name: a, version_line: 1.2.x, date: 2020-01-01}]\n',
    ),
  });
  const error = await here.fails();
  t.is(error.code, 'MANIFEST_INVALID');
  t.is(error.message, `${here.directory}/manifest.yml has 1 error.`);
  t.deepEqual(error.excerpt, [
    `${here.directory}/manifest.yml:6:11: a 1.2.3: sha256 is not a sha256 digest: it has 3 characters, and takes 64 hex digits (digest-malformed)`,
  ]);
  t.regex(error.hint ?? '', /--no-check packages all the same\.$/);
  t.regex(here.warnings().join(), /a 1\.2\.3 is past its deprecation date .* \(deprecated\)/);
  t.is((await here.pack({ check: undefined })).files, 3);
});

test('a stack that no entry has: tells those that there are', async (t) => {
  const here = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': manifestOf([entry('a', '1.2.3', GOOD, ['cflinuxfs3', 'cflinuxfs4'])]),
  });
  const error = await here.fails({ stack: { kind: 'one', name: 'cflinuxfs5' } });
  t.is(error.code, 'UNKNOWN_STACK');
  t.is(
    error.message,
    `${here.directory}/manifest.yml has no dependency for the stack 'cflinuxfs5'.`,
  );
  t.is(error.hint, 'It has: cflinuxfs3, cflinuxfs4.', 'another number is another stack');
  const slip = await here.fails({ stack: { kind: 'one', name: 'cflinuxsf4' } });
  t.is(slip.hint, "Did you mean 'cflinuxfs4'? It has: cflinuxfs3, cflinuxfs4.");
  const none = manifestOf([entry('a', '1.2.3', GOOD, [])]);
  await write(here.directory, { 'manifest.yml': none });
  t.is(
    (await here.fails({ stack: { kind: 'one', name: 'x' } })).hint,
    'It has none for any stack: package with --any-stack.',
  );
});

const OTHER = { uri: 'https://example.org/b.tgz', sha256: 'b'.repeat(64) };
const UNDEFAULTED = `default_versions: [{name: a, version: 1.2.x}]\n${manifestOf([
  entry('a', '1.2.3', GOOD, ['cflinuxfs3']),
  entry('b', '1.2.3', OTHER, ['cflinuxfs4']),
])}`;

test('a default that the stack lacks ends it, as the platform’s packager does it', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': UNDEFAULTED });
  const stack = { kind: 'one', name: 'cflinuxfs4' } as const;
  const error = await here.fails({ stack });
  t.is(error.code, 'MANIFEST_INVALID');
  t.deepEqual(error.excerpt, [
    `${here.directory}/manifest.yml:1:39: no entry for cflinuxfs4 is a 1.2.x, the default: there is no entry named a for cflinuxfs4 (default-unmatched)`,
  ]);
  t.is((await here.pack()).stack, undefined, 'it is there for any stack');
  t.is((await here.pack({ stack: { kind: 'one', name: 'cflinuxfs3' } })).stack, 'cflinuxfs3');
  t.is((await here.pack({ stack, exclude: ['a'] })).stack, 'cflinuxfs4');
});

test('a check that was switched off is told with its reason where it would have found something', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': UNDEFAULTED });
  const settings = ['default-unmatched', 'uri-shared'].map((check) => ({
    check,
    severity: 'off' as const,
    reason: 'b brings one',
  }));
  const stacks = namedStacks('cflinuxfs3', 'cflinuxfs4');
  const packaged = await here.pack({
    stack: { kind: 'one', name: 'cflinuxfs4' },
    check: { stacks, settings },
  });
  t.is(packaged.stack, 'cflinuxfs4');
  t.deepEqual(here.warnings(), [
    'the check default-unmatched is switched off, 1 finding: b brings one',
    'a 1.2.x is the default, and no dependency of this package is of that version',
  ]);
});

test('binary-builder.yml beside the buildpack sets checks for its packages too', async (t) => {
  const here = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': UNDEFAULTED,
    'binary-builder.yml':
      'manifest: { checks: { default-unmatched: { severity: warning, reason: b brings one } } }',
  });
  await here.pack({ stack: { kind: 'one', name: 'cflinuxfs4' } });
  const [finding, setting] = here.warnings();
  t.regex(finding ?? '', /\(default-unmatched\)$/);
  t.is(setting, 'the check default-unmatched is a warning, 1 finding: b brings one');
});

const DATED = `default_versions: [{name: a, version: 1.2.x}]
dependency_deprecation_dates: [{name: a, version_line: 1.2.x, date: 2020-01-01}]
${manifestOf([entry('a', '1.2.3', GOOD)])}`;

test('the day decides nothing about a commit, unless somebody names it', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': DATED });
  const check = { stacks: namedStacks('cflinuxfs4'), asOf: '2020-01-02' };
  const error = await here.fails({ check });
  t.regex(error.excerpt.join('\n'), /^.*\(default-deprecated\)$/);
  await here.pack({ check: { ...check, asOf: '2020-01-01' } });
  await here.pack();
  t.regex(here.warnings().join('\n'), /past its deprecation date .* \(default-deprecated\)/);
});

test('files that can’t be had are told together, each with its line', async (t) => {
  const here = await workspace(t, BUILDPACK);
  const { origin } = await serve(t, whole(Buffer.from('something else')));
  const fine = await here.file('fine.tgz');
  await write(here.directory, {
    'manifest.yml': manifestOf([
      entry('a', '1.2.3', { uri: 'file:///nowhere/a-1.2.3.tgz', sha256: digestsOf('a').sha256 }),
      entry('b', '1.2.3', fine),
      entry('c', '1.2.3', { uri: `${origin}/c-1.2.3.tgz`, sha256: digestsOf('c').sha256 }),
    ]),
  });
  const error = await here.fails({ cached: true });
  t.is(error.code, 'DIGEST_MISMATCH');
  t.is(error.message, '2 of 3 dependencies could not be had.');
  t.deepEqual(error.excerpt, [
    'manifest.yml:5: a 1.2.3: could not be had from file:///nowhere/a-1.2.3.tgz: there is no such file',
    `manifest.yml:15: c 1.2.3: the sha256 is ${digestsOf('something else').sha256}, but ${digestsOf('c').sha256} is expected, from ${origin}/c-1.2.3.tgz`,
  ]);
  t.regex(
    error.hint ?? '',
    /^Either the file is not .*\nCorrect the uri .*\nNo zip was written\.$/,
  );
});

test('the missing file of a file:// uri: names it and the entry', async (t) => {
  const here = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': manifestOf([entry('a', '1.2.3', { ...GOOD, uri: 'file:///nowhere/a.tgz' })]),
  });
  const error = await here.fails({ cached: true });
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.is(error.message, 'a 1.2.3 could not be had from file:///nowhere/a.tgz: there is no such file');
  t.deepEqual(error.excerpt, ['manifest.yml:5: a 1.2.3']);
});

test('wrong bytes are not asked for twice; a damaged cached file is fetched again, once', async (t) => {
  const here = await workspace(t, BUILDPACK);
  const good = whole(Buffer.from('good'));
  const bad = whole(Buffer.from('evil'));
  const { origin, requests } = await serve(t, inTurn(bad, good, bad, good));
  const wanted = { uri: `${origin}/a.tgz`, ...digestsOf('good') };
  await write(here.directory, { 'manifest.yml': manifestOf([entry('a', '1.2.3', wanted)]) });
  t.is((await here.fails({ cached: true })).code, 'DIGEST_MISMATCH');
  t.is(requests.length, 1);
  const { path } = await here.pack({ cached: true });
  t.is(requests.length, 2);

  const cachedFile = inHost(here.folder, 'cache', `sha256-${wanted.sha256}`, 'a.tgz');
  await writeFile(cachedFile, 'damaged');
  await rm(path);
  t.is((await here.fails({ cached: true })).code, 'DIGEST_MISMATCH');
  t.is(requests.length, 3);
  await here.pack({ cached: true });
  await writeFile(cachedFile, 'damaged');
  const again = await here.pack({ cached: true });
  t.is(requests.length, 5);
  t.true(Object.values(await contentsOf(again.path)).includes('good'));
  t.regex(here.warnings().join('\n'), /is damaged; it is fetched again/);
});

const LINKS: [string, string, string][] = [
  ['absolute', '/etc/passwd', 'it is a link to the absolute path /etc/passwd'],
  ['out of the buildpack', '../../secret', 'it is a link out of the tree, to ../../secret'],
];

for (const [how, target, reason] of LINKS) {
  test(`a link that is ${how}: named with its target`, async (t) => {
    const here = await workspace(t, {
      ...BUILDPACK,
      'manifest.yml': manifestOf([]),
      'bin/link': { link: target },
    });
    const error = await here.fails();
    t.is(error.code, 'BUILDPACK_INVALID');
    t.is(
      error.message,
      `cannot put bin/link into ${here.output}/python_buildpack-v1.8.2.zip: ${reason}`,
    );
  });
}

test('what is neither file nor folder nor link: refused where it would be packed', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': manifestOf([]) });
  await execa('mkfifo', [inHost(here.directory, 'bin/pipe')]);
  const error = await here.fails();
  t.is(
    error.message,
    'cannot pack bin/pipe: it is neither a file nor a folder nor a link, or its name is not UTF-8',
  );
  await write(here.directory, {
    'manifest.yml': manifestOf(
      [],
      'include_files: [bin]\nexclude_files: [pipe]\npre_package: "true"\n',
    ),
  });
  t.is((await here.pack()).files, 3);
});

const WORDS: [string, Record<string, File>, object, string, string][] = [
  [
    'language',
    { 'manifest.yml': manifestOf([]).replace('python', '../../x') },
    {},
    'the language',
    '../../x',
  ],
  ['version', { 'manifest.yml': manifestOf([]), VERSION: '../1\n' }, {}, 'the version', '../1'],
  [
    'requested version',
    { 'manifest.yml': manifestOf([]) },
    { version: '1 2' },
    'the version',
    '1 2',
  ],
  [
    'stack',
    { 'manifest.yml': manifestOf([]) },
    { stack: { kind: 'one', name: 'a/b' } },
    'the stack',
    'a/b',
  ],
  ['profile', { 'manifest.yml': manifestOf([]) }, { profile: '..' }, 'the profile', '..'],
];

for (const [what, files, wanted, named, word] of WORDS) {
  test(`a ${what} that would lead the zip's name astray is refused`, async (t) => {
    const error = await (await workspace(t, { ...BUILDPACK, ...files })).fails(wanted);
    t.is(error.code, 'BUILDPACK_INVALID');
    t.true(error.message.endsWith(`: ${named} can't be '${word}'.`), error.message);
    t.regex(error.hint ?? '', /^It is a part of the zip's name/);
  });
}

test('no version: says how to give one', async (t) => {
  const here = await workspace(t, { 'manifest.yml': manifestOf([], '') });
  const error = await here.fails();
  t.is(error.message, 'Nothing says the version of the buildpack: it has no file VERSION.');
  t.is(error.hint, 'Say it with --version, or write it into the file VERSION.');
  await write(here.directory, { VERSION: '\n' });
  t.is((await here.fails()).message, `${here.directory}/VERSION: the version is empty.`);
});

const URIS: [string, string][] = [
  ['https://example.org/a/..', "'..' is no name for a file"],
  ['https://example.org/a/', 'it names no file'],
  ['https://example.org', 'it names no file'],
  ['https://example.org/a\\b', 'a file in a package can not have such a name'],
  [
    `https://example.org/${'x'.repeat(256)}`,
    'its file would have a name of 256 bytes, and 255 are the most',
  ],
];

for (const [uri, reason] of URIS) {
  test(`a uri that gives no name for a file is refused: ${uri.slice(0, 40)}`, async (t) => {
    const here = await workspace(t, {
      ...BUILDPACK,
      'manifest.yml': manifestOf([entry('a', '1.2.3', { ...GOOD, uri })]),
    });
    const error = await here.fails({ cached: true, check: undefined });
    t.is(error.code, 'BUILDPACK_INVALID');
    t.is(error.message, `${uri}: ${reason}`);
  });
}

const INCLUDES: [string, string][] = [
  ['../x', 'leaves the buildpack'],
  ['/etc/passwd', 'leaves the buildpack'],
  ['bin/../..', 'leaves the buildpack'],
  ['bin/nothing', 'matches nothing in the buildpack'],
  ['*.none', 'matches nothing in the buildpack'],
  ['.gitignore', 'matches nothing in the buildpack'],
  // This one kept an earlier version busy for ever.
  [
    `${'?(a|aa)'.repeat(26)}b`,
    'has an extended pattern such as +(a|b) in it: name what is meant, as in {a,b}',
  ],
];

for (const [pattern, what] of INCLUDES) {
  test(`include_files with ${pattern}: ${what}`, async (t) => {
    const here = await workspace(t, {
      ...BUILDPACK,
      '.gitignore': '',
      [`${'a'.repeat(40)}c`]: '',
      'manifest.yml': manifestOf([], `include_files: [bin, "${pattern}"]\n`),
    });
    const error = await here.fails();
    t.is(error.code, 'BUILDPACK_INVALID');
    t.is(error.message, `${here.directory}/manifest.yml:3:22: include_files: '${pattern}' ${what}`);
  });
}

test('an entry without a digest, without a uri, or with another digest for the same uri is refused', async (t) => {
  const here = await workspace(t, BUILDPACK);
  const refused = async (...entries: string[]) => {
    await write(here.directory, { 'manifest.yml': manifestOf(entries) });
    return await here.fails({ cached: true, check: undefined });
  };
  const bare = await refused('- name: a\n  version: 1.2.3\n  uri: https://example.org/a.tgz\n');
  t.is(bare.code, 'NO_CHECKSUM');
  t.is(bare.message, 'manifest.yml:5: a 1.2.3 has no digest, and nothing unverified is packed');
  const lost = await refused('- name: a\n  version: 1.2.3\n');
  t.is(lost.message, 'manifest.yml:3: a 1.2.3 has no uri');
  const short = await refused(entry('a', '1.2.3', { ...GOOD, sha256: 'abc' }));
  t.is(short.code, 'DIGEST_MALFORMED');
  t.regex(short.message, /^manifest\.yml:6: the sha256 of a 1\.2\.3 is not a sha256 digest/);
  const two = await refused(
    entry('a', '1.2.3', GOOD),
    entry('b', '1.2.3', { ...GOOD, sha256: 'b'.repeat(64) }),
  );
  t.is(two.code, 'MANIFEST_INVALID');
  t.is(two.message, 'manifest.yml:10: b 1.2.3 has the uri of another entry, and another sha256');
  t.deepEqual(two.excerpt, ['manifest.yml:5: a 1.2.3', 'manifest.yml:10: b 1.2.3']);
});

test('two uris with one place in a package are refused', async (t) => {
  const uris = ['https://example.org/a?b', 'https://example.org/a&b'];
  const here = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': manifestOf(uris.map((uri) => entry('a', '1.2.3', { ...GOOD, uri }))),
  });
  const error = await here.fails({ cached: true, check: undefined, layout: 'classic' });
  t.is(
    error.message,
    'Two uris are the same file in a package, dependencies/https___example.org_a_b.',
  );
  t.deepEqual(error.excerpt, [
    'manifest.yml:5: a 1.2.3: https://example.org/a?b',
    'manifest.yml:10: a 1.2.3: https://example.org/a&b',
  ]);
});

test('unknown profiles and dependencies are refused with a proposal', async (t) => {
  const profiles =
    'packaging_profiles:\n  small:\n    exclude: [tk]\n  odd:\n    exclude: [pyton]\n';
  const here = await workspace(t, {
    ...BUILDPACK,
    'manifest.yml': manifestOf(
      [
        entry('python', '1.2.3', GOOD),
        entry('tk', '1.2.3', { uri: 'https://example.org/tk', sha256: 'b'.repeat(64) }),
      ],
      `include_files: [bin]\n${profiles}`,
    ),
  });
  const path = `${here.directory}/manifest.yml`;
  const said = async (wanted: object) => {
    const { code, message, hint } = await here.fails(wanted);
    return [code, message, hint];
  };
  t.deepEqual(await said({ profile: 'smal' }), [
    'USAGE',
    `${path} has no packaging profile 'smal'.`,
    "Did you mean 'small'? It has: small, odd.",
  ]);
  t.deepEqual(await said({ exclude: ['pyhton'] }), [
    'USAGE',
    "--exclude: no dependency is called 'pyhton'.",
    "Did you mean 'python'? There is: python, tk.",
  ]);
  t.deepEqual(await said({ include: ['tk'] }), [
    'USAGE',
    '--include tk: nothing leaves it out.',
    '--include takes back what --profile leaves out; leave it away.',
  ]);
  t.deepEqual(await said({ include: ['python'], profile: 'small' }), [
    'USAGE',
    "--include python: the profile 'small' doesn't leave it out.",
    '--include takes back what --profile leaves out; leave it away.',
  ]);
  t.deepEqual(await said({ include: ['tk'], exclude: ['tk'], profile: 'small' }), [
    'USAGE',
    "'tk' is both in --include and in --exclude.",
    'Say one of them.',
  ]);
  t.deepEqual(await said({ profile: 'odd' }), [
    'MANIFEST_INVALID',
    `${path}:18:15: the profile 'odd' leaves out 'pyton', which no dependency is called`,
    "Did you mean 'python'? Correct the name, or remove it.",
  ]);
  await write(here.directory, { 'manifest.yml': manifestOf([]) });
  t.is(
    (await here.fails({ profile: 'small' })).hint,
    "It has no 'packaging_profiles' at all; --exclude leaves out single dependencies.",
  );
});

test('a full disk: DISK_FULL, no zip, and the earlier one stays', async (t) => {
  const here = await workspace(t, { ...BUILDPACK, 'manifest.yml': manifestOf([]) });
  const noise = await execa('head', ['-c', '400000', '/dev/urandom'], { encoding: 'buffer' });
  await writeFile(inHost(here.directory, 'bin/noise'), noise.stdout);
  const small = inHost(here.folder, 'small');
  const script = compiled(hostPath(import.meta.dirname, 'process/package.ts'));
  const { stdout } = await execa('unshare', [
    ...['--map-root-user', '--mount', 'sh', '-euc'],
    'mkdir "$1"; mount -t tmpfs -o size=256k tmpfs "$1"; echo old > "$1/python_buildpack-cached-v1.8.2.zip"; shift; exec "$@"',
    ...['sh', small, ...script, here.directory, small],
  ]);
  t.deepEqual(JSON.parse(stdout), [
    'DISK_FULL',
    `cannot write ${small}/python_buildpack-cached-v1.8.2.zip: no space left on its disk`,
    ['python_buildpack-cached-v1.8.2.zip'],
  ]);
  t.deepEqual(await readdir(small), []);
});
