import { once } from 'node:events';
import {
  access,
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { homedir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { BuilderError } from '../../../src/error.js';
import { machineArch } from '../../../src/architecture.js';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { confine, confinedArguments } from '../../../src/stack/confine/confine.js';
import { runProgram } from '../../../src/program/run.js';
import { serve } from '../../source/server.js';
import { folder } from '../fixture.js';
import { compiled } from '../../compiled.js';

test('what is confined sees what it needs, and can write to one folder', (t) => {
  const view = {
    links: { '/bin': 'usr/bin' },
    scratch: '/tmp/0',
    shown: [['/tmp/1', '/run/mirrors']] as const,
  };
  const argv = confinedArguments(view, { SOURCE_DATE_EPOCH: '0' }, true);
  const seen = argv.flatMap((word, index) =>
    /^--(?:dev-)?bind(?:-try)?$|^--tmpfs$/.test(word) ? [argv.slice(index + 1, index + 3)] : [],
  );
  t.deepEqual(seen, [
    ['/etc', '--ro-bind-try'],
    ['/run', '--tmpfs'],
    ['/var/tmp', '--bind'],
    ['/tmp/0', '/tmp'],
  ]);
  const hidden =
    /^\/$|^\/(?:root|home|srv|mnt|media|opt|sys|boot|var|tmp)\b|shadow|private|ssh|auth|apt\.conf/;
  const shown = argv.flatMap((word, index) =>
    word.startsWith('--ro-bind') ? [argv[index + 1] ?? ''] : [],
  );
  t.deepEqual(
    shown.filter((path) => hidden.test(path)),
    ['/tmp/1'],
  );
  t.true(argv.join(' ').includes('--symlink usr/bin /bin'));
  t.true(argv.join(' ').includes('--clearenv --setenv PATH /usr/local/sbin:'));
});

/**
 * Says what it could do to the machine, in lines that begin with `could`, and what it is. Nothing of
 * it would change anything where it isn't confined. $1 is a folder of the machine that everybody may
 * write to, $2 a process id, $3 a home, $4 and $5 the ports of a mirror and of another server.
 */
const MISCHIEF = `
try() { if (eval "$2") >/dev/null 2>&1; then echo "could $1"; fi; }
for file in /etc/shadow /etc/gshadow /etc/ssh/sshd_config /etc/apt/auth.conf /etc/machine-id; do
  try "read $file" "cat $file"
done
for folder in /root /home /srv /mnt /media /opt /sys /boot /var/lib /var/log /etc/ssl/private "$3"; do
  try "list $folder" "ls -A $folder | grep ."
done
for folder in / /usr /usr/bin /var /etc/ssl/certs "$1"; do
  try "write to $folder" ": >$folder/stack-test-mischief"
done
try 'set the core pattern' 'value=$(cat /proc/sys/kernel/core_pattern); echo "$value" >/proc/sys/kernel/core_pattern'
try 'set a host name' 'hostname stack'
try 'change a device' 'chmod "$(stat -c %a /dev/null)" /dev/null'
try 'own a device' 'chown 0:0 /dev/null'
try 'make a device' 'mknod "$TMPDIR/null" c 1 3'
try 'mount' 'mount -t tmpfs none "$TMPDIR"'
try 'remount' 'mount -o remount,rw,bind /usr'
try 'have a user namespace' 'unshare --user true'
try 'have a mount namespace' 'unshare --mount true'
try 'join a keyring' "perl -e 'require q(syscall.ph); exit(syscall(&SYS_keyctl, 0, -3, 1) < 0)'"
try 'talk to a virtual machine' "perl -e 'socket(my \\$s, 40, 1, 0) or exit 1'"
try 'see a process of the machine' "kill -0 $2"
try 'trace' 'ls /proc/1/cwd/../../root'
echo "owner: $(touch "$TMPDIR/file" && chown 8:8 "$TMPDIR/file" && stat -c %u:%g "$TMPDIR/file")"
echo "map:$(cat /proc/self/uid_map | tr -s ' ')"
grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status | tr '\\t' ' '
echo "environment: $(env | cut -d= -f1 | sort | tr '\\n' ' ')"
echo "secrets: $(cat /proc/*/environ | tr '\\0' '\\n' | grep -c -i secret)"
echo "files: $(ls -l /proc/*/fd 2>/dev/null | grep -c of-the-caller)"
echo "name: $(hostname)"
perl -e '
use strict; use IO::Socket::INET; use HTTP::Tiny;
my ($mirror, $other) = @ARGV;
for my $port (@ARGV) {
  print "could connect to $port\\n" if IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $port, Timeout => 5);
}
my $http = HTTP::Tiny->new;
my $said = sub { my $answer = shift; "$answer->{status} " . ($answer->{status} == 599 ? "" : $answer->{content}) =~ s/\\n//r };
print "mirror: ", $said->($http->get("http://127.0.0.1:$mirror/debian/x")), "\\n";
print "post: ", $said->($http->post("http://127.0.0.1:$mirror/x")), "\\n";
print "other: ", $said->($http->get("http://127.0.0.1:$other/x")), "\\n";
for my $port (@ARGV) {
  my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => 3142);
  print $socket "CONNECT 127.0.0.1:$port HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n";
  print "tunnel: ", scalar(<$socket>);
}' "$4" "$5"
`;

/** The six, as /proc/self/status has them. */
const CAPABILITIES = [0, 1, 3, 4, 6, 7]
  .reduce((bits, bit) => bits + 2 ** bit, 0)
  .toString(16)
  .padStart(16, '0');

/** The user and group of an ordinary user that exists in a mount namespace only. */
const USER = 65_333;

/** Becomes the user $2, whose name, home and subordinate ids are in the folder $1, and runs the rest. */
const BECOME = `set -e
for file in passwd group subuid subgid; do mount --bind "$1/$file" "/etc/$file"; done
user=$2
shift 2
exec setpriv --reuid "$user" --regid "$user" --clear-groups -- "$@"`;

/** Whose confinement is tried. */
type Who = 'root' | 'an ordinary user';

/** The command line before one that is run as somebody, and the folder that is that one's own. */
async function become(
  t: ExecutionContext,
  who: Who,
): Promise<{ prefix: string[]; own: HostPath } | string> {
  const asRoot = process.getuid?.() === 0;
  const own = await folder(t);
  if (who === 'root') return asRoot ? { prefix: [], own } : 'we are not root';
  if (!asRoot) return { prefix: [], own };
  const machine = async (file: string) => await readFile(`/etc/${file}`, 'utf8').catch(() => '');
  const ids = `tester:2100000000:65536\n`;
  const files = await folder(t, {
    passwd: `${await machine('passwd')}tester:x:${USER}:${USER}::${own}:/bin/sh\n`,
    group: `${await machine('group')}tester:x:${USER}:\n`,
    subuid: ids,
    subgid: ids,
  });
  await chown(own, USER, USER);
  const lacks = await missing(['/etc/subuid', '/etc/subgid', '/usr/bin/newuidmap']);
  if (lacks !== undefined) return `there is no ${lacks}`;
  return {
    prefix: ['unshare', '--mount', '--', 'sh', '-c', BECOME, 'become', files, String(USER)],
    own,
  };
}

async function missing(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    if (
      await access(file).then(
        () => false,
        () => true,
      )
    )
      return file;
  }
  return undefined;
}

interface Confined {
  argv: [string, ...string[]];
  environment: Record<string, string>;
  /** Where everything has to be gone from at the end. */
  own: HostPath;
}

/** The command line of confined.ts for somebody. */
async function confinedBy(
  t: ExecutionContext,
  who: Who,
  mirror: string,
  command: readonly string[],
): Promise<Confined | string> {
  const became = await become(t, who);
  if (typeof became === 'string') return became;
  const { prefix, own } = became;
  const script = compiled(hostPath(import.meta.dirname, 'process/confined.ts'));
  const start = [...script, own, mirror, ...command];
  const [program = '', ...rest] = [...prefix, ...start];
  const file = inHost(await folder(t, { 'of-the-caller': '' }), 'of-the-caller');
  return {
    argv: ['sh', '-c', 'file=$1; shift; exec "$@" 7<"$file"', 'open', file, program, ...rest],
    environment: { TMPDIR: own, MY_SECRET: 'secret', no_proxy: '*' },
    own,
  };
}

for (const who of ['root', 'an ordinary user'] as const) {
  test(`a script of a package can’t do anything to the machine of ${who}`, async (t) => {
    const answer = (text: string) => (_: unknown, response: { end: (text: string) => void }) => {
      response.end(text);
    };
    const [mirror, other] = [
      await serve(t, answer('a package')),
      await serve(t, answer('not yours')),
    ];
    const around = await folder(t);
    const command = ['sh', '-c', MISCHIEF, 'mischief', around, String(process.pid), homedir()];
    const ports = [String(mirror.port), String(other.port)];
    const confined = await confinedBy(t, who, `${mirror.origin}/debian`, [...command, ...ports]);
    if (typeof confined === 'string') {
      t.log(`not tried: ${confined}`);
      t.pass();
      return;
    }
    const { argv, environment, own } = confined;
    const { stdout, stderr } = await runProgram(argv, { environment });
    const lines = stdout.split('\n').map((line) => line.trim());
    const valueOf = (name: string) =>
      lines
        .filter((line) => line.startsWith(`${name}:`))
        .map((line) => line.slice(name.length + 2));
    t.deepEqual(
      lines.filter((line) => line.startsWith('could')),
      [],
      stderr,
    );
    t.deepEqual(valueOf('owner'), ['8:8'], stderr);
    for (const kind of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb']) {
      t.deepEqual(valueOf(`Cap${kind}`), [CAPABILITIES], kind);
    }
    t.deepEqual(valueOf('NoNewPrivs'), ['1']);
    t.deepEqual(valueOf('Seccomp'), [machineArch() === undefined ? '0' : '2']);
    const [map = ''] = valueOf('map');
    t.regex(map, who === 'root' ? /^0 [1-9]\d{8,9} 65536$/ : /^0 [1-9]\d* 1$/);
    t.deepEqual(valueOf('environment'), [
      'HOME LC_ALL PATH PWD SOURCE_DATE_EPOCH TMPDIR http_proxy https_proxy',
    ]);
    t.deepEqual(valueOf('secrets'), ['0']);
    t.deepEqual(valueOf('files'), ['0']);
    t.deepEqual(valueOf('name'), ['stack']);
    t.deepEqual(valueOf('mirror'), ['200 a package']);
    t.deepEqual(valueOf('post'), ['405 a mirror is only read']);
    t.deepEqual(valueOf('other'), ['403 no mirror of this root']);
    t.deepEqual(valueOf('tunnel'), ['HTTP/1.1 403 Forbidden', 'HTTP/1.1 403 Forbidden']);
    t.deepEqual(mirror.requests, ['GET /debian/x']);
    t.deepEqual(other.requests, []);
    t.deepEqual(valueOf('refused').length, 1);
    t.deepEqual(await readdir(own), []);
    t.deepEqual(await readdir(around), []);
  });

  test(`when we are killed, what is confined for ${who} ends, and nothing is left of it`, async (t) => {
    const seconds = `5${who.length}.${process.pid}`;
    const command = [
      'sh',
      '-c',
      'setsid sleep "$1" & touch /tmp/x; exec sleep "$1"',
      'sh',
      seconds,
    ];
    const confined = await confinedBy(t, who, 'http://127.0.0.1:9/debian', command);
    if (typeof confined === 'string') {
      t.log(`not tried: ${confined}`);
      t.pass();
      return;
    }
    const {
      argv: [program, ...rest],
      environment,
      own,
    } = confined;
    const child = execa(program, rest, { env: environment, stdio: 'ignore', reject: false });
    t.teardown(() => child.kill('SIGKILL'));
    t.true(await comesTrue(async () => (await sleepers(seconds)).length === 2));
    t.not((await readdir(own)).length, 0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    t.true(await comesTrue(async () => (await sleepers(seconds)).length === 0));
    t.true(await comesTrue(async () => (await readdir(own)).length === 0));
  });
}

/** Process ids of `sleep SECONDS`, in whatever namespace. */
async function sleepers(seconds: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return pids.filter((_, index) => lines[index] === `sleep\0${seconds}\0`);
}

async function comesTrue(condition: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await condition()) return true;
    await delay(100);
  }
  return false;
}

test('a folder that is a mirror is seen where it is, read-only, and nothing beside it', async (t) => {
  const around = await folder(t, { secret: 'secret' });
  const mirror = inHost(around, 'mirror');
  await mkdir(mirror);
  await writeFile(inHost(mirror, 'Release'), 'a release\n');
  const script = 'cat "$1/Release"; ls "$1/.."; : >"$1/x"; : >/tmp/left';
  const confined = await confinedBy(t, whoWeAre(), `file:${mirror}`, [
    'sh',
    '-c',
    script,
    'sh',
    mirror,
  ]);
  if (typeof confined === 'string') {
    t.log(`not tried: ${confined}`);
    t.pass();
    return;
  }
  const { stdout, stderr } = await runProgram(confined.argv, confined);
  t.is(stdout, 'a release\nmirror\nrefused: ', stderr);
  t.regex(stderr, /cannot create .*\/x: Read-only file system/);
  t.deepEqual(await readdir(mirror), ['Release']);
  t.deepEqual(await readdir(confined.own), []);
});

function whoWeAre(): Who {
  return process.getuid?.() === 0 ? 'root' : 'an ordinary user';
}

test.serial('without bubblewrap the package is named that has it', async (t) => {
  // Not below /tmp, which is another one in there.
  const bin = hostPath(await mkdtemp('/var/tmp/stack-test-'));
  t.teardown(() => rm(bin, { recursive: true }));
  await chmod(bin, 0o755);
  const scratch = await folder(t);
  const programs = ['env', 'sh', 'true', 'unshare', 'setpriv', 'newuidmap', 'newgidmap'];
  const others = ['mount', 'chown', 'mkdir', 'mkfifo', 'rm'];
  await Promise.all(
    [...programs, ...others].map((name) => symlink(`/usr/bin/${name}`, inHost(bin, name))),
  );
  const path = process.env.PATH;
  process.env.PATH = bin;
  try {
    const reach = { http: new Set<string>(), https: new Set<string>(), paths: [] };
    const error = await t.throwsAsync(confine({ folder: scratch, reach, environment: {} }), {
      instanceOf: BuilderError,
      code: 'MISSING_PROGRAM',
      message: 'the program bwrap is not on this machine',
    });
    t.is(error.hint, 'Install it: apt-get install --yes bubblewrap');
    t.deepEqual(await readdir(scratch), []);
  } finally {
    process.env.PATH = path;
  }
});
