import test from 'ava';
import {
  chooseRepository,
  codenameOf,
  keptSettings,
  parseDeb822,
  parseOneLine,
  renderSource,
} from '../../../../src/source/origin/debian/apt-sources.js';

const DEB822 = `Types: deb
# an older mirror
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Architectures: amd64
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb
Enabled: no
URIs: http://off.example/debian
Suites: trixie
Components: main

Types: deb
URIs: http://other.example/tool
Suites: stable
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
 -----END PGP PUBLIC KEY BLOCK-----
`;

test('deb822 sources are read: lists, comments, disabled ones, keys of several lines', (t) => {
  const [debian, tool, ...others] = parseDeb822(DEB822);
  t.deepEqual(debian, {
    uris: ['http://mirror.example/debian'],
    suites: ['bookworm', 'bookworm-updates'],
    options: new Map([['signed-by', '/usr/share/keyrings/debian.gpg']]),
  });
  t.true(tool?.options.get('signed-by')?.endsWith('\n -----END PGP PUBLIC KEY BLOCK-----'));
  t.deepEqual(others, []);
});

test('one-line sources are read with their options', (t) => {
  const text = `# deb http://commented.example x main
deb [ arch=amd64,arm64 signed-by=/a.gpg,/b.gpg ] http://mirror.example/debian bookworm main contrib
deb http://plain.example/debian sid main
`;
  t.deepEqual(parseOneLine(text), [
    {
      uris: ['http://mirror.example/debian'],
      suites: ['bookworm'],
      options: new Map([['signed-by', '/a.gpg /b.gpg']]),
    },
    { uris: ['http://plain.example/debian'], suites: ['sid'], options: new Map() },
  ]);
});

test('a repository is chosen by its suite, then by the release of the machine, then by a rolling suite', (t) => {
  const sources = parseDeb822(DEB822);
  const uriFor = (suite: string, codename?: string) =>
    chooseRepository(sources, suite, codename)?.uris[0];
  t.is(uriFor('bookworm-updates', 'bookworm'), 'http://mirror.example/debian');
  t.is(uriFor('trixie', 'bookworm'), 'http://mirror.example/debian');
  t.is(uriFor('trixie'), 'http://other.example/tool');
  t.is(chooseRepository([], 'trixie', 'bookworm'), undefined);
});

test('the source that is written keeps how the repository is trusted', (t) => {
  const [, tool] = parseDeb822(DEB822);
  t.is(
    tool && renderSource(tool, 'trixie'),
    `Types: deb-src
URIs: http://other.example/tool
Suites: trixie
Components: main
signed-by:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
 -----END PGP PUBLIC KEY BLOCK-----
`,
  );
});

test('of the settings of the machine, those for reaching a mirror are kept, and no hook', (t) => {
  const dump = `APT::Update::Post-Invoke:: "rm -f /var/cache/apt/archives/*.deb || true";
Acquire "";
Acquire::http::Proxy "http://proxy.example:3128";
Acquire::Check-Valid-Until "false";
Acquire::IndexTargets::deb::Packages::MetaKey "x";
Acquire::Languages:: "de";
Dir::Etc "etc/apt";
`;
  t.deepEqual(keptSettings(dump), [
    'Acquire::http::Proxy "http://proxy.example:3128";',
    'Acquire::Check-Valid-Until "false";',
  ]);
});

test('the release of the machine is read from os-release', (t) => {
  t.is(codenameOf('ID=debian\nVERSION_CODENAME=bookworm\n'), 'bookworm');
  t.is(codenameOf('VERSION_CODENAME="noble"\n'), 'noble');
  t.is(codenameOf('ID=arch\n'), undefined);
});
