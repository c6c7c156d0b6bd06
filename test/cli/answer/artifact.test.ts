import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { artifactText, type KnownArtifact } from '../../../src/cli/answer/artifact.js';
import { hostPath } from '../../../src/path.js';
import type { Contents } from '../../../src/store/index.js';
import { exampleContents, exampleProvenance, exampleRecord } from '../../store/example.js';

const record = { ...exampleRecord('content'), license: 'MIT' };

const known: KnownArtifact = {
  artifact: hostPath('/out/artifacts/debian12/libffi-3.4.4-linux-x64.tgz'),
  record,
  recordPath: hostPath('/out/checksums/debian12/libffi-3.4.4-linux-x64.yml'),
  planPath: hostPath('/out/checksums/debian12/libffi-3.4.4-linux-x64.plan.json'),
  contentsPath: hostPath('/out/checksums/debian12/libffi-3.4.4-linux-x64.contents.json'),
  provenancePath: hostPath('/out/artifacts/debian12/libffi-3.4.4-linux-x64.tgz.build.json'),
  present: true,
  contents: exampleContents,
  provenance: exampleProvenance(),
  entry: ['- name: libffi', '  version: 3.4.4'],
};

function textOf(changes: Partial<KnownArtifact> = {}): string {
  return stripVTControlCharacters(artifactText({ ...known, ...changes }));
}

function withContents(changes: Partial<Contents>): string {
  return textOf({ contents: { ...exampleContents, ...changes } });
}

test('all that is known of an artifact is told in one page', (t) => {
  t.is(
    textOf(),
    `libffi 3.4.4 for debian12 x64

artifact    /out/artifacts/debian12/libffi-3.4.4-linux-x64.tgz
record      /out/checksums/debian12/libffi-3.4.4-linux-x64.yml
prefix      /app/.heroku/vendor
size        7 B packed, 1.23 kB unpacked, 3 members
glibc       2.34 needed, the stack has 2.36
licence     MIT
compiler    gcc 12.2.0
stack       debian12 sha256:${'1'.repeat(64)}
options     none
build key   key-1
md5         ${record.md5}
sha256      ${record.sha256}
tar sha256  ${'2'.repeat(64)}

Sources
  libffi  https://example.org/libffi-3.4.4.tar.gz
          md5 ${'b'.repeat(32)}
          sha256 ${'a'.repeat(64)}
          sha512 ${'c'.repeat(128)}

Built
  by    ada on workshop (x64, kernel 6.1.0)
  when  2026-11-21T06:00:00.000Z, in 9.5s
  with  binary-builder 0.1.0, bubblewrap, 2 jobs, no compiler results of earlier builds
  in    sha256:${'3'.repeat(64)}, made 2026-11-20T00:00:00.000Z

Largest files
  size     path
  1.23 kB  lib/libffi.so.8.1.2

Libraries: 0 from the artifact, 1 from the stack, 0 not found
  lib/libffi.so.8.1.2
  └─ libc.so.6  from the stack: /lib/x86_64-linux-gnu/libc.so.6

Waived checks: none

Manifest entry
- name: libffi
  version: 3.4.4`,
  );
});

test('what phases took is told where it was noted', (t) => {
  const provenance = { ...exampleProvenance(), phases: { unpack: 0.162, configure: 5.817 } };
  t.regex(textOf({ provenance }), /^ {2}when {4}.*\n {2}phases {2}unpack 162ms, configure 5\.8s$/m);
  t.notRegex(textOf(), /phases/);
});

test('an older artifact, of which only the record is there, is shown as far as it is known', (t) => {
  const text = textOf({
    present: false,
    contents: undefined,
    provenance: undefined,
    record: exampleRecord('content'),
  });
  t.regex(text, /^artifact {4}\/out\/.*\.tgz \(not there, only its record\)$/m);
  t.regex(text, /^size {8}7 B$/m);
  t.regex(text, /^licence {5}not recorded$/m);
  t.notRegex(text, /^glibc/m);
  t.true(
    text.includes(`Built\n  who built it is not noted: there is no ${known.provenancePath}\n`),
  );
  t.true(
    text.endsWith(`Contents
  not recorded: there is no ${known.contentsPath}

Manifest entry
- name: libffi
  version: 3.4.4`),
  );
});

test('the ten largest files are listed, largest first', (t) => {
  const members = Array.from({ length: 12 }, (_, index) => ({
    path: `f${index}`,
    kind: 'file' as const,
    size: index * 100,
  }));
  const list = /Largest files\n {2}size.*\n((?: {2}.*\n)*)/.exec(withContents({ members }))?.[1];
  t.deepEqual(
    list
      ?.trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/)),
    [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((index) => [
      index < 10 ? `${index * 100} B` : `${index / 10} kB`,
      `f${index}`,
    ]),
  );
});

test('checks that were switched off are told with their reasons', (t) => {
  const text = withContents({
    waived: [
      { check: 'static-archive', reason: 'users link it', files: ['lib/*.a'], findings: 1 },
      { check: 'no-relro', reason: 'upstream’s way', files: [], findings: 3 },
    ],
  });
  t.true(
    text.includes(`Waived checks
  static-archive (1 finding in lib/*.a): users link it
  no-relro (3 findings): upstream’s way
`),
  );
});

test('an artifact without binaries needs no glibc and links nothing', (t) => {
  const text = withContents({ glibc: null, libraries: [] });
  t.regex(text, /^glibc {7}none needed, the stack has 2\.36$/m);
  t.regex(text, /^Libraries: no file links any$/m);
});

test('options and the artifact that it was made from are told', (t) => {
  const relocated_from = {
    file: 'libffi-3.4.4-linux-x64.tgz',
    sha256: 'd'.repeat(64),
    prefix: '/app/.heroku/vendor',
    build_key: 'key-0',
  };
  const text = textOf({
    record: { ...record, relocated_from, options: { docs: false, git: true, jobs: 2 } },
  });
  t.regex(text, /^options {5}docs=no git=yes jobs=2$/m);
  t.true(
    text.includes(`
made from   libffi-3.4.4-linux-x64.tgz for /app/.heroku/vendor
            sha256 ${'d'.repeat(64)}, build key key-0
`),
  );
});

test('names of foreign files can’t command a terminal', (t) => {
  const text = artifactText({
    ...known,
    contents: {
      ...exampleContents,
      members: [{ path: 'a\u001b[2J\nb', kind: 'file', size: 1 }],
      libraries: [],
    },
  });
  t.true(text.includes('a\\u{1b}[2J\\u{a}b'));
  t.false(text.includes('\u001b[2J'));
});

test('how it was built for another architecture is told, and what it lacks', (t) => {
  const lacks = [{ what: '_tkinter', reason: 'No stack of the platform has Tk.' }];
  const crossed = textOf({ record: { ...record, built: { mode: 'cross', from: 'x64' }, lacks } });
  t.regex(crossed, /^built +cross compiled on x64$/m);
  t.regex(crossed, /^lacks +_tkinter: No stack of the platform has Tk\.$/m);
  t.regex(textOf({ record: { ...record, built: { mode: 'emulated' } } }), /^built +emulated$/m);
});
