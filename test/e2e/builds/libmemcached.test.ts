import test from 'ava';
import { once } from './once.js';
import { MAKE_LIBTOOL, refuseOthers, use } from './platform.js';
import { isNormalised, isRecorded, membersOf, namesNoBuildFolder } from './published.js';
import { judge, misplaced, ofAnotherProcessor, ofTheFuture, without } from './spoiled.js';
import { build, openWorkshop, sharedFolder } from './workshop.js';

const folder = sharedFolder();

const inBubblewrap = once(async () =>
  build(
    { request: 'libmemcached@1.1.4' },
    { runner: 'bubblewrap', jobs: 2 },
    await openWorkshop(folder, 'workshop'),
  ),
);

const CLIENT = `
#include <libmemcached/memcached.h>
#include <libmemcachedutil-1.0/util.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  const char *options = "--SERVER=127.0.0.1:11211 --CONNECT-TIMEOUT=5000";
  memcached_pool_st *pool = memcached_pool(options, strlen(options));
  memcached_return_t error;
  memcached_st *client = pool ? memcached_pool_fetch(pool, NULL, &error) : NULL;
  uint32_t flags;
  size_t length;

  if (!client) return 1;
  error = memcached_set(client, "greeting", 8, "hello", 5, 0, 0);
  if (error != MEMCACHED_SUCCESS) {
    printf("set: %s\\n", memcached_strerror(client, error));
    return 1;
  }
  char *value = memcached_get(client, "greeting", 8, &length, &flags, &error);
  printf("got: %.*s\\n", (int)length, value ? value : "");
  free(value);
  memcached_pool_release(pool, client);
  memcached_pool_destroy(pool);
  return 0;
}
`;

// What memcached says to a client that keeps texts in it. Perl is in every Debian root.
const SERVER = `
use strict;
use IO::Socket::INET;
my $listener = IO::Socket::INET->new(
  LocalAddr => '127.0.0.1:11211', Listen => 5, ReuseAddr => 1) or die "cannot listen: $!";
open my $ready, '>', 'ready'; close $ready;
my %kept;
while (my $client = $listener->accept) {
  while (defined(my $line = <$client>)) {
    $line =~ s/\\r\\n$//;
    if ($line =~ /^set (\\S+) (\\d+) \\d+ (\\d+)/) {
      my ($key, $flags, $length) = ($1, $2, $3);
      read $client, my $value, $length + 2;
      $kept{$key} = [$flags, substr $value, 0, $length];
      print $client "STORED\\r\\n";
    } elsif ($line =~ /^gets? (\\S+)/) {
      my $found = $kept{$1};
      print $client "VALUE $1 $found->[0] @{[length $found->[1]]}\\r\\n$found->[1]\\r\\n" if $found;
      print $client "END\\r\\n";
    } elsif ($line =~ /^version/) {
      print $client "VERSION 1.6.0\\r\\n";
    } else {
      last;
    }
  }
  close $client;
}
`;

const FILES = { 'client.c': CLIENT, 'server.pl': SERVER };

const WITH_SERVER = `${refuseOthers('libmemcached*', 'libhashkit*', 'libsasl2*')}
perl server.pl &
for _ in $(seq 100); do [ -e ready ] || sleep 0.1; done
[ -e ready ]
`;

const OWN_LIBRARIES = [
  /libmemcached\.so\.11 => \/app\/\.heroku\/vendor\/lib\/libmemcached\.so\.11 /,
  /libmemcachedutil\.so\.2 => \/app\/\.heroku\/vendor\/lib\/libmemcachedutil\.so\.2 /,
  /libhashkit\.so\.2 => \/app\/\.heroku\/vendor\/lib\/(\.\.\/lib\/)?libhashkit\.so\.2 /,
  /libsasl2\.so\.2 => \/app\/\.heroku\/vendor\/lib\/(\.\.\/lib\/)?libsasl2\.so\.2 /,
];

test('a program that finds libmemcached through pkg-config talks to a server', async (t) => {
  const output = await use(await inBubblewrap(), {
    toolchain: true,
    files: FILES,
    script: `${WITH_SERVER}
      export PKG_CONFIG_PATH="$PREFIX/lib/pkgconfig"
      libdir=$(pkg-config --variable=libdir libmemcached)
      cc client.c $(pkg-config --cflags --libs libmemcached) -lmemcachedutil \\
        -Wl,-rpath,"$libdir" -o client
      ./client
      "$PREFIX/bin/memcat" --servers=127.0.0.1:11211 greeting
      ldd ./client`,
  });
  t.regex(output, /^got: hello\nhello$/m);
  for (const library of OWN_LIBRARIES) t.regex(output, library);
});

test('a program that libtool links with libmemcached talks to a server', async (t) => {
  const output = await use(await inBubblewrap(), {
    toolchain: true,
    files: FILES,
    script: `${WITH_SERVER}${MAKE_LIBTOOL}
      ./libtool --quiet --mode=compile cc -I"$PREFIX/include" -c client.c -o client.lo
      ./libtool --quiet --mode=link cc client.lo -L"$PREFIX/lib" -R"$PREFIX/lib" \\
        -lmemcached -lmemcachedutil -o client
      ./libtool --quiet --mode=execute ./client
      ldd ./client`,
  });
  t.regex(output, /^got: hello$/m);
  for (const library of OWN_LIBRARIES) t.regex(output, library);
});

test('all that libmemcached brings finds its libraries without LD_LIBRARY_PATH', async (t) => {
  const output = await use(await inBubblewrap(), {
    script: `
      "$PREFIX/bin/memstat" --version
      ldd "$PREFIX"/bin/* "$PREFIX"/lib/lib*.so "$PREFIX"/lib/sasl2/lib*.so`,
  });
  t.regex(output, /^memstat v1\.\d+ \(libmemcached v1\.1\.4\)$/m);
  t.notRegex(output, /not found/);
  const own = output.match(/=> \S+\/libmemcached\.so\.11 /g) ?? [];
  t.true(own.length > 10);
  t.deepEqual(
    own.filter((line) => !line.startsWith('=> /app/.heroku/vendor/')),
    [],
  );
});

test('the tarball of libmemcached is normalised, and names no folder of the build', async (t) => {
  await isNormalised(t, await inBubblewrap());
  await namesNoBuildFolder(t, await inBubblewrap());
  const paths = (await membersOf(await inBubblewrap())).map(({ path }) => path);
  t.true(paths.includes('lib/sasl2/libplain.so'));
});

test('libmemcached is recorded under the name that manifests have for it', async (t) => {
  const built = await inBubblewrap();
  t.is(built.record.name, 'libmemcached');
  t.is(built.record.file, 'libmemcached-1.1.4-linux-x64.tgz');
  await isRecorded(t, built, {
    manifestName: 'libmemcache',
    source: 'https://github.com/awesomized/libmemcached/archive/refs/tags/1.1.4.tar.gz',
  });
});

const LIBRARY = 'lib/libmemcached.so.11.0.0';

for (const [what, spoil] of [
  ['without its library', without(LIBRARY)],
  ['with a prefix of somewhere else', misplaced('lib/pkgconfig/libmemcached.pc')],
  ['for another processor', ofAnotherProcessor(LIBRARY)],
  ['for a newer C library', ofTheFuture(LIBRARY)],
] as const) {
  test(`a libmemcached ${what} fails its tests`, async (t) => {
    const run = await judge(t, await inBubblewrap(), 'test', spoil);
    t.is(run.exitCode, 5);
    t.is(run.events().at(-1)?.error?.code, 'TEST_FAILED');
  });
}
