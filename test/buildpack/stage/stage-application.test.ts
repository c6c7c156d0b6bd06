import { access, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import test from 'ava';
import { execa } from 'execa';
import { hashFile } from 'hasha';
import { BuilderError } from '../../../src/error.js';
import { withLock } from '../../../src/files/index.js';
import { inHost } from '../../../src/path.js';
import { cacheFolders, cacheLock } from '../../../src/store/index.js';
import { buildpackWith, membersOf, stack, textIn, workshop, writeFiles } from './workshop.js';

test('a buildpack with bin/compile gets the build and the cache directory', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'echo "$#: $*"; echo made > "$1/made"' }),
  });
  const staged = await here.stage();
  t.deepEqual(here.lines(), [
    'tiny 1.0',
    '2: /tmp/app /tmp/cache',
    'default_process_types: {web: perl server.pl}',
  ]);
  t.deepEqual(staged, {
    detected: 'tiny 1.0',
    scripts: ['bin/detect', 'bin/compile', 'bin/release'],
    processes: { web: 'perl server.pl' },
    droplet: {
      path: here.droplet,
      size: staged.droplet.size,
      sha256: await hashFile(here.droplet, { algorithm: 'sha256' }),
    },
  });
  t.deepEqual(await membersOf(here.droplet), [
    'drwxr-xr-x app/',
    '-rw-r--r-- app/made',
    '-rw-r--r-- app/server.pl',
    'drwxr-xr-x deps/',
    'drwxr-xr-x deps/0/',
    'drwxr-xr-x logs/',
    'drwxr-xr-x profile.d/',
    '-rw-r--r-- staging_info.yml',
    'drwxr-xr-x tmp/',
  ]);
  t.is(
    await textIn(here.droplet, 'staging_info.yml'),
    '{"detected_buildpack":"tiny 1.0","start_command":"perl server.pl"}',
  );
  t.deepEqual(await readdir(here.application), ['server.pl'], 'the application stays as it is');
  t.deepEqual(await readdir(inHost(here.cache, 'work')), [], 'nothing is left');
  t.deepEqual(await readdir(inHost(here.cache, 'locks')), []);
});

test('a buildpack with bin/finalize gets the directory of dependencies and its index', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({
      'bin/compile': 'exit 1',
      'bin/supply': 'echo "$#: $*"; mkdir "$3/$4/bin"; ln -s /home/vcap/deps/0/bin "$3/$4/link"',
      'bin/finalize': 'echo "$#: $*"; echo "export A=b" > "$5/a.sh"',
    }),
  });
  t.deepEqual((await here.stage()).scripts, [
    'bin/detect',
    'bin/supply',
    'bin/finalize',
    'bin/release',
  ]);
  t.deepEqual(here.lines().slice(1, 3), [
    '4: /tmp/app /tmp/cache /tmp/deps 0',
    '5: /tmp/app /tmp/cache /tmp/deps 0 /tmp/profile.d',
  ]);
  const members = await membersOf(here.droplet);
  t.true(members.includes('lrwxrwxrwx deps/0/link -> /home/vcap/deps/0/bin'), members.join('\n'));
  t.true(members.includes('-rw-r--r-- profile.d/a.sh'));
});

test('bin/supply is no part of it where there is none', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/finalize': 'true' }) });
  t.deepEqual((await here.stage()).scripts, ['bin/detect', 'bin/finalize', 'bin/release']);
});

test('the interface that somebody wants is taken', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'true', 'bin/finalize': 'exit 1' }),
  });
  const staged = await here.stage({ interface: 'compile' });
  t.deepEqual(staged.scripts, ['bin/detect', 'bin/compile', 'bin/release']);
});

test('a buildpack may work in /tmp/buildpack and /app and copy back, as the old Python one', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({
      'bin/compile': `
own=$(dirname "$(dirname "$0")")
case $own in /tmp/buildpacks/*) ;; *) exit 1 ;; esac
touch "$own/written"
cp -r "$own" /tmp/buildpack
cp -r "$1/." /app
test -e /home/vcap/app/server.pl
mkdir -p /app/.heroku/python
echo python > /app/.heroku/python/VERSION
rm -r "$1"
cp -r /app "$1"`,
      'bin/release': 'test -e /tmp/buildpack/written; echo "{}"',
    }),
  });
  await here.stage();
  t.is(await textIn(here.droplet, 'app/.heroku/python/VERSION'), 'python');
  t.deepEqual(await readdir(here.buildpack), ['bin'], 'the buildpack stays as it is');
});

test('a second staging sees the cache that the first one kept', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'echo once >> "$2/count"; cat "$2/count"' }),
  });
  const cache = inHost(here.folder, 'kept', 'cache');
  await here.stage({ cache });
  await here.stage({ cache });
  t.is(await readFile(inHost(cache, 'count'), 'utf8'), 'once\nonce\n');
  t.deepEqual(await readdir(inHost(here.folder, 'kept')), ['cache'], 'nothing is left beside it');
  await here.stage();
  t.is(here.lines().filter((line) => line === 'once').length, 4, 'and without one it is empty');
});

test('a staging that fails leaves the cache as it was, and no droplet', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'echo half > "$2/half"; exit 3' }),
  });
  const cache = inHost(here.folder, 'kept');
  await writeFiles(cache, { whole: 'whole' });
  await t.throwsAsync(here.stage({ cache }), { code: 'STAGING_FAILED' });
  t.deepEqual(await readdir(cache), ['whole']);
  await t.throwsAsync(access(here.droplet), { code: 'ENOENT' });
  t.deepEqual(await readdir(inHost(here.cache, 'work')), []);
});

test('scripts run as vcap, with the environment of the platform and nothing else', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'id; cd ~vcap; pwd; env | sort; ls ~/tmp' }),
  });
  await here.stage({ environment: { GREETING: 'hello  world' } });
  t.deepEqual(
    here
      .lines()
      .filter((line) => !/^(PWD|OLDPWD|VCAP_APPLICATION)=/.test(line))
      .slice(1, -1),
    [
      'uid=2000(vcap) gid=2000(vcap) groups=2000(vcap)',
      '/home/vcap',
      'CF_STACK=debian12',
      'GREETING=hello  world',
      'HOME=/home/vcap',
      'LANG=C.UTF-8',
      'LOGNAME=vcap',
      'MEMORY_LIMIT=1024m',
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'SHELL=/bin/bash',
      'SOURCE_DATE_EPOCH=315532800',
      'STACK=debian12',
      'TERM=dumb',
      'TMPDIR=/home/vcap/tmp',
      'USER=vcap',
      'VCAP_SERVICES={}',
    ],
  );
});

test('scripts have no network but loopback, and see no file of the machine', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({}) });
  await writeFiles(here.buildpack, {
    'bin/compile': `#!/bin/bash
sed -n 's/^ *\\(.*\\):.*/\\1/p' /proc/net/dev
(exec 3<>/dev/tcp/192.0.2.1/80) 2>&1 | grep -o 'Network is unreachable'
test ! -e ${here.application}
`,
  });
  await execa('chmod', ['+x', inHost(here.buildpack, 'bin/compile')]);
  await here.stage();
  t.deepEqual(here.lines().slice(1, 3), ['lo', 'Network is unreachable']);
});

test('the compiler of the platform is there', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/compile': 'cc --version' }) });
  await here.stage();
  t.regex(here.lines()[1] ?? '', /^cc \(Debian 12/);
});

test('what .cfignore says, and what is of version control, is no part of the application', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'cd "$1"; find . -type f | sort' }),
    application: {
      '.cfignore': '*.log\n/build/\n!keep.log\n',
      '.git/HEAD': '',
      '.hg/store': '',
      '.svn/entries': '',
      'manifest.yml': '',
      'sub/manifest.yml': '',
      'sub/x.log': '',
      'sub/keep.log': '',
      'build/out': '',
      'sub/build/in': '',
    },
  });
  await here.stage();
  t.deepEqual(here.lines().slice(1, -1), [
    './sub/build/in',
    './sub/keep.log',
    './sub/manifest.yml',
  ]);
});

test('the droplet and the cache are no part of the application that they lie in', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'ls -A "$1"; touch "$2/kept"' }),
  });
  const droplet = inHost(here.application, 'app.tgz');
  const cache = inHost(here.application, '.cache');
  await here.stage({ droplet, cache });
  const { sha256 } = (await here.stage({ droplet, cache })).droplet;
  t.deepEqual(
    here.lines().filter((line) => /server|tgz|cache/.test(line) && !line.startsWith('default')),
    ['server.pl', 'server.pl'],
  );
  t.is((await here.stage({ droplet, cache })).droplet.sha256, sha256);
});

test('the same input gives the same droplet', async (t) => {
  const compile = 'date > "$1/when"; rm "$1/when"; for i in 3 1 2; do mkdir "$1/$i"; done';
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/compile': compile }) });
  const first = await here.stage();
  const second = await here.stage({ droplet: inHost(here.folder, 'other.tgz') });
  t.is(first.droplet.sha256, second.droplet.sha256);
});

test('links of an application stay links', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'readlink "$1/link" "$1/out"' }),
  });
  await symlink('server.pl', inHost(here.application, 'link'));
  await symlink('/etc/hostname', inHost(here.application, 'out'));
  await here.stage();
  t.deepEqual(here.lines().slice(1, 3), ['server.pl', '/etc/hostname']);
});

test('a Procfile comes before what bin/release says', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({
      'bin/compile': 'true',
      'bin/release': 'echo "default_process_types:"; echo "  web: of release"; echo "  worker: w"',
    }),
    application: { Procfile: '# processes\nweb: of Procfile\n\nclock: tick\r\n' },
  });
  t.deepEqual((await here.stage()).processes, {
    web: 'of Procfile',
    worker: 'w',
    clock: 'tick',
  });
});

test('an application without a web process can be staged', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'true', 'bin/release': 'true' }),
  });
  t.deepEqual((await here.stage()).processes, {});
  t.regex(await textIn(here.droplet, 'staging_info.yml'), /"start_command":""/);
});

test("a read-only folder that a script made doesn't stay", async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({
      'bin/compile': 'mkdir -p ~/a/b; chmod 500 ~/a ~/a/b; mkdir -p "$2/c"; chmod 500 "$2/c"',
    }),
  });
  await here.stage({ cache: inHost(here.folder, 'kept') });
  t.deepEqual(await readdir(inHost(here.cache, 'work')), []);
});

test('an application that the buildpack does not take is told with what it said', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({
      'bin/detect': 'echo "no requirements.txt" >&2; exit 1',
      'bin/compile': 'true',
    }),
  });
  const error = await t.throwsAsync(here.stage(), { code: 'NOT_DETECTED' });
  t.like(error, {
    message: `bin/detect of ${here.buildpack} doesn't take ${here.application}: it ended with exit code 1.`,
    excerpt: ['no requirements.txt'],
    exitCode: 4,
  });
  t.deepEqual(here.lines(), ['no requirements.txt']);
});

for (const name of ['supply', 'finalize', 'release'] as const) {
  test(`bin/${name} that fails is told with its exit code and its last lines`, async (t) => {
    const here = await workshop(t, {
      buildpack: buildpackWith({
        'bin/supply': 'true',
        'bin/finalize': 'true',
        [`bin/${name}`]: 'seq 40; echo "it broke" >&2; exit 7',
      }),
    });
    const error = await t.throwsAsync(here.stage(), { code: 'STAGING_FAILED' });
    t.like(error, { message: `bin/${name} failed with exit code 7.`, exitCode: 4 });
    const excerpt = error instanceof Error && 'excerpt' in error ? error.excerpt : [];
    t.true(Array.isArray(excerpt) && excerpt.length === 30);
    t.true(here.lines().includes('it broke'));
    t.like(here.events.at(-1), { type: 'script.finished', script: `bin/${name}`, exitCode: 7 });
    const stagings = here.events.map((event) => 'staging' in event && event.staging);
    t.is(new Set(stagings).size, 1);
    t.regex(String(stagings[0]), /^[\w.]+-debian12-\w+-[0-9a-f]{8}$/);
    await t.throwsAsync(access(here.droplet), { code: 'ENOENT' });
  });
}

test('a script whose interpreter the stack lacks gets a hint', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'no-such-program' }),
  });
  const error = await t.throwsAsync(here.stage(), { code: 'STAGING_FAILED' });
  t.like(error, {
    message: 'bin/compile failed with exit code 127.',
    hint:
      'The root of debian12 has no no-such-program. If it shall, put the package that has it, no-such-program in ' +
      `Debian, under applications.packages of ${stack.file}.`,
  });
});

test('a script that fails by itself says why, and nothing of ours stands behind it', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': "echo 'SyntaxError: invalid syntax' >&2\nexit 1" }),
  });
  const error = await t.throwsAsync(here.stage(), { code: 'STAGING_FAILED' });
  t.like(error, { excerpt: ['SyntaxError: invalid syntax'], hint: undefined });
});

test('a detect that fails is no word about the application', async (t) => {
  const here = await workshop(t, {
    buildpack: { ...buildpackWith({ 'bin/compile': 'true' }), 'bin/detect': 'exit 3' },
  });
  const error = await t.throwsAsync(here.stage(), { code: 'NOT_DETECTED' });
  t.like(error, { hint: undefined });
  t.regex(String(error), /it ended with exit code 3\.$/);
});

test('the root of applications has what scripts of buildpacks start', async (t) => {
  const programs = ['ruby', 'curl', 'git', 'jq', 'unzip', 'wget', 'xz', 'zip', 'ps', 'make', 'cc'];
  const here = await workshop(t, {
    buildpack: buildpackWith({
      'bin/compile': `for name in ${programs.join(' ')}; do command -v "$name" >/dev/null || echo "no $name"; done`,
    }),
  });
  await here.stage();
  t.deepEqual(
    here.lines().filter((line) => line.startsWith('no ')),
    [],
  );
});

for (const [what, text] of [
  ['no YAML', 'a: [b'],
  ['a list', '- web'],
  ['a process that is no text', 'default_process_types: {web: [a]}'],
] as const) {
  test(`bin/release that answers ${what} fails the staging`, async (t) => {
    const here = await workshop(t, {
      buildpack: buildpackWith({ 'bin/compile': 'true', 'bin/release': `echo '${text}'` }),
    });
    const error = await t.throwsAsync(here.stage(), { code: 'STAGING_FAILED' });
    t.regex(error instanceof Error ? error.message : '', /^bin\/release:\d+:\d+: /);
  });
}

test('a Procfile that is none is told with its line', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'true' }),
    application: { Procfile: 'web: x\npython app.py\n' },
  });
  const error = await t.throwsAsync(here.stage(), { code: 'STAGING_FAILED' });
  t.like(error, { message: 'Procfile:2: this is no process', excerpt: ['python app.py'] });
});

test('a Procfile that leads out of the sandbox is none', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'ln -s /etc/passwd "$1/Procfile"' }),
  });
  t.deepEqual((await here.stage()).processes, { web: 'perl server.pl' });
});

for (const [what, script, guest] of [
  ['the application', 'rm -r /tmp/app; ln -s /etc /tmp/app', '/tmp/app'],
  ['the dependencies', 'rm -r /tmp/deps; ln -s /etc /tmp/deps', '/tmp/deps'],
  ['the scripts to be sourced', 'rmdir /tmp/profile.d', '/tmp/profile.d'],
] as const) {
  test(`a script that replaces the folder of ${what} fails the staging`, async (t) => {
    const here = await workshop(t, { buildpack: buildpackWith({ 'bin/compile': script }) });
    const error = await t.throwsAsync(here.stage(), { code: 'STAGING_FAILED' });
    t.like(error, { message: `After the buildpack's scripts ${guest} is no folder.` });
  });
}

test('a link in the place of the cache is not followed', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'rmdir "$2"; ln -s /etc "$2"' }),
  });
  const cache = inHost(here.folder, 'kept');
  await t.throwsAsync(here.stage({ cache }), { code: 'STAGING_FAILED' });
  await t.throwsAsync(access(cache), { code: 'ENOENT' });
});

test('what a droplet cannot hold fails the staging', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'mkfifo "$1/pipe"' }),
  });
  const error = await t.throwsAsync(here.stage(), { code: 'STAGING_FAILED' });
  t.like(error, {
    message: 'cannot pack app/pipe: it is a named pipe',
    hint: 'A droplet holds files, folders and links only: the buildpack has to remove it.',
  });
});

test('a buildpack without a script, or with one that cannot be executed, is refused', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({}) });
  t.like(await t.throwsAsync(here.stage(), { code: 'BUILDPACK_INVALID' }), {
    message: `${here.buildpack} has no bin/compile.`,
    hint: 'A buildpack has bin/detect, bin/release, and bin/compile or bin/finalize. Is this its top folder?',
  });
  t.like(await t.throwsAsync(here.stage({ interface: 'supply' }), { code: 'BUILDPACK_INVALID' }), {
    message: `${here.buildpack} has no bin/finalize.`,
    hint: 'Leave --interface away, or try --interface compile.',
  });
  await writeFile(inHost(here.buildpack, 'bin/compile'), '#!/bin/sh\n', { mode: 0o644 });
  t.like(await t.throwsAsync(here.stage(), { code: 'BUILDPACK_INVALID' }), {
    message: `bin/compile of ${here.buildpack} is not executable.`,
    hint: 'chmod +x bin/compile, and package it again.',
  });
  await rm(inHost(here.buildpack, 'bin/detect'));
  t.like(await t.throwsAsync(here.stage(), { code: 'BUILDPACK_INVALID' }), {
    message: `${here.buildpack} has no bin/detect.`,
  });
  t.deepEqual(here.lines(), []);
});

test('a buildpack that was packaged for another stack is refused', async (t) => {
  const here = await workshop(t, {
    buildpack: { ...buildpackWith({}), 'manifest.yml': 'language: tiny\nstack: cflinuxfs4\n' },
  });
  t.like(await t.throwsAsync(here.stage(), { code: 'BUILDPACK_INVALID' }), {
    message: `${here.buildpack} was packaged for the stack cflinuxfs4, not for debian12.`,
    hint: 'Stage with --stack cflinuxfs4, or package it with --stack debian12.',
  });
});

test('what is no buildpack and what is no application is refused', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/compile': 'true' }) });
  const gone = inHost(here.folder, 'gone');
  t.like(await t.throwsAsync(here.stage({ buildpack: gone }), { code: 'BUILDPACK_INVALID' }), {
    message: `There is no buildpack at ${gone}.`,
  });
  t.like(await t.throwsAsync(here.stage({ application: gone }), { code: 'USAGE' }), {
    message: `The application ${gone} is not a folder.`,
  });
  t.like(await t.throwsAsync(here.stage({ droplet: here.folder }), { code: 'USAGE' }), {
    message: `The droplet can't be written to ${here.folder}, a folder.`,
  });
  const file = inHost(here.application, 'server.pl');
  t.like(await t.throwsAsync(here.stage({ cache: file }), { code: 'USAGE' }), {
    message: `The cache ${file} is not a folder.`,
  });
  await t.throwsAsync(here.stage({ buildpack: file }), { code: 'BUILDPACK_INVALID' });
});

test('an application that is too large is refused, with the option that allows more', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'true' }),
    application: { zeros: '\0'.repeat(3_000_000), 'ignored/zeros': '\0'.repeat(3_000_000) },
  });
  await writeFile(inHost(here.application, '.cfignore'), 'ignored\n');
  const error = await t.throwsAsync(here.stage({ limits: { bytes: 2_000_000 } }), {
    instanceOf: BuilderError,
  });
  t.is(error.code, 'ARTIFACT_TOO_LARGE');
  t.is(
    error.message,
    `${here.application} is too large to be staged: it has more than 2000000 bytes`,
  );
  t.is(
    error.hint,
    'Nothing was staged, and a platform may refuse it too. If it is right so, raise the limit with --max-unpacked-size BYTES.',
  );
  t.like(await t.throwsAsync(here.stage({ limits: { members: 2 } })), {
    message: `${here.buildpack} is too large to be staged: it has more than 2 members`,
  });
  await here.stage({ limits: { bytes: 4_000_000 } });
});

test('an application with a pipe in it is refused', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/compile': 'true' }) });
  const pipe = inHost(here.application, 'pipe');
  await execa('mkfifo', [pipe]);
  t.like(await t.throwsAsync(here.stage(), { code: 'USAGE' }), {
    message: `cannot copy ${pipe}: it is neither a file nor a folder nor a link`,
    hint: `Remove it from ${here.application}.`,
  });
});

test('the machine itself is no place to stage in', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/compile': 'true' }) });
  const error = await t.throwsAsync(here.stage({ runner: { name: 'host' } }), {
    code: 'NO_SANDBOX',
  });
  t.like(error, { hint: 'Use --runner bubblewrap, podman or docker.' });
});

test('a droplet that cannot be written leaves nothing', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/compile': 'true' }) });
  const droplet = inHost(here.application, 'server.pl', 'droplet.tgz');
  await t.throwsAsync(here.stage({ droplet }), { code: 'NOT_WRITABLE' });
  t.deepEqual(await readdir(inHost(here.cache, 'work')), []);
});

test('an existing droplet is replaced whole', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/compile': 'true' }) });
  await mkdir(here.folder, { recursive: true });
  await writeFile(here.droplet, 'old');
  await here.stage();
  t.true((await membersOf(here.droplet)).includes('drwxr-xr-x app/'));
});

test('what a killed staging left goes with the next one, and what a running one uses stays', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/compile': '' }) });
  const folders = cacheFolders(here.cache);
  const [killed, running] = [
    'app-debian12-x64-00000001.staging',
    'app-debian12-x64-00000002.staging',
  ];
  for (const name of [killed, running])
    await mkdir(inHost(folders.work, name), { recursive: true });
  await withLock(cacheLock(folders, 'work', running), async () => {
    await here.stage();
    t.deepEqual(await readdir(folders.work), [running]);
  });
});
