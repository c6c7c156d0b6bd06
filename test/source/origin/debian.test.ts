import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import nodePath from 'node:path';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { fetchSource } from '../../../src/source/index.js';
import { failureOf, filesIn, temporaryFolder, workspace } from '../workspace.js';

const MD5 = '0da1a5ed7786ac12dcbaf0d499d8a049';

/** The real thing: apt, on a Debian machine that knows a mirror. */
const hasMirror = (() => {
  try {
    return execFileSync('apt-get', ['indextargets', '--format', '$(RELEASE)'], {
      encoding: 'utf8',
    }).includes('bookworm');
  } catch {
    return false;
  }
})();

function request(md5: string, suite = 'bookworm') {
  return {
    name: 'libffi 3.4.4',
    origins: [{ kind: 'debian', package: 'libffi', suite, version: '3.4.4' }],
    expected: { md5 },
  } as const;
}

(hasMirror ? test : test.skip)(
  "libffi comes from the mirror of the machine's own apt, and another digest is not taken for it",
  async (t) => {
    const context = await workspace(t);
    const source = await fetchSource(request(MD5), context);
    t.is(String(source.url), 'debian:bookworm/libffi');
    t.is(source.size, 1_362_394);
    t.is(nodePath.basename(source.path), 'libffi_3.4.4.orig.tar.gz');
    t.deepEqual(await filesIn(inHost(context.folder, 'partial')), []);

    const error = await failureOf(t, fetchSource(request('0'.repeat(32)), context));
    t.is(error.code, 'SOURCE_UNAVAILABLE');
    t.is(
      error.message,
      'libffi 3.4.4 could not be had from debian:bookworm/libffi: ' +
        `bookworm has libffi only as 3.4.4-1 (md5 ${MD5})`,
    );
    t.is((await readdir(inHost(context.folder, 'debian'))).length, 1);
  },
);

test('a machine without apt says so', async (t) => {
  const context = await workspace(t, { environment: { PATH: await temporaryFolder(t) } });
  const error = await failureOf(t, fetchSource(request(MD5), context));
  t.is(
    error.message,
    'libffi 3.4.4 could not be had from debian:bookworm/libffi: apt-config is not on this machine',
  );
});

test('a suite that apt would read as something else is refused', async (t) => {
  const context = await workspace(t);
  const error = await failureOf(t, fetchSource(request(MD5, 'x\nTrusted: yes'), context));
  t.regex(error.message, /'x\nTrusted: yes' is not a name that Debian uses$/);
});
