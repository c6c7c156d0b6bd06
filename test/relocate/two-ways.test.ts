import { readFile } from 'node:fs/promises';

import test, { type ExecutionContext } from 'ava';

import { guestPath, inHost } from '../../src/path.js';
import { relocateTree, type Mapping } from '../../src/relocate/index.js';
import { plant, scratch, toolsIn } from './scratch.js';

const STAGING = guestPath('/binary-builder/staging');
const PREFIX = guestPath('/app/.heroku/vendor');
const SOURCE: Mapping = {
  from: guestPath('/binary-builder/source'),
  to: '/usr/src/libmemcached-1.0.18',
};

/** What `make install` leaves when configure was given this prefix; DESTDIR changes none of it. */
const installed = (prefix: string) => ({
  'lib/libffi.la': `# libffi.la - a libtool library file
dlname='libffi.so.6'
old_library='libffi.a'
dependency_libs=''
libdir='${prefix}/lib/../lib'
`,
  'lib/libmemcachedutil.la': `# libmemcachedutil.la - a libtool library file
old_library=''
dependency_libs=' -L/binary-builder/source/.libs ${prefix}/lib/libmemcached.la -lsasl2'
libdir='${prefix}/lib'
`,
  'lib/pkgconfig/libffi.pc': `prefix=${prefix}
exec_prefix=\${prefix}
libdir=\${exec_prefix}/lib
toolexeclibdir=$(libdir)/../lib

Libs: -L\${toolexeclibdir} -lffi
`,
  'lib/pkgconfig/libmemcached.pc': `prefix=${prefix}
libdir=${prefix}/lib

Libs: -L\${libdir} -lmemcached
Cflags: -I${prefix}/include
`,
});

async function relocated(
  t: ExecutionContext,
  configuredPrefix: string,
  guest: typeof STAGING,
  mapping: Mapping,
): Promise<Record<string, string>> {
  const root = await scratch(t);
  const files = installed(configuredPrefix);
  await plant(root, { ...files, 'lib/libffi.a': '!<arch>\n' });
  await relocateTree(
    { root, guest, prefix: PREFIX },
    {
      mappings: [mapping, SOURCE],
      prune: [],
      strip: { enabled: false, keep: [] },
      run: toolsIn(root),
    },
  );
  const contents = Object.keys(files).map(
    async (path) => [path, await readFile(inHost(root, path), 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(contents));
}

test('installed with DESTDIR or straight into staging, a library gets the same .la and .pc', async (t) => {
  const guest = guestPath(STAGING, PREFIX);
  const withDestdir = await relocated(t, PREFIX, guest, { from: STAGING, to: '' });
  const straight = await relocated(t, STAGING, STAGING, { from: STAGING, to: PREFIX });

  t.deepEqual(withDestdir, straight);
  t.deepEqual(straight, {
    'lib/libffi.la': `# libffi.la - a libtool library file
dlname='libffi.so.6'
old_library='libffi.a'
dependency_libs=''
libdir='/app/.heroku/vendor/lib/../lib'
`,
    'lib/libmemcachedutil.la': `# libmemcachedutil.la - a libtool library file
old_library=''
dependency_libs=' /app/.heroku/vendor/lib/libmemcached.la -lsasl2'
libdir='/app/.heroku/vendor/lib'
`,
    'lib/pkgconfig/libffi.pc': `prefix=/app/.heroku/vendor
exec_prefix=\${prefix}
libdir=\${exec_prefix}/lib
toolexeclibdir=\${libdir}/../lib

Libs: -L\${toolexeclibdir} -lffi
`,
    'lib/pkgconfig/libmemcached.pc': `prefix=/app/.heroku/vendor
libdir=/app/.heroku/vendor/lib

Libs: -L\${libdir} -lmemcached
Cflags: -I/app/.heroku/vendor/include
`,
  });
});
