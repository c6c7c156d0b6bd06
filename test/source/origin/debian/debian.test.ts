import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import nodePath from 'node:path';
import test from 'ava';
import { inHost } from '../../../../src/path.js';
import { debianOrigin, fetchSource } from '../../../../src/source/index.js';
import { serve, status } from '../../server.js';
import { failureOf, filesIn, temporaryFolder, workspace } from '../../workspace.js';

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
    origins: [debianOrigin({ package: 'libffi', suite, version: '3.4.4' })],
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

(hasMirror ? test : test.skip)(
  "a password of the machine's own mirror or proxy reaches it, and no file of the cache",
  async (t) => {
    const told: (string | undefined)[] = [];
    const server = await serve(t, (incoming, response, count) => {
      told.push(incoming.headers.authorization, incoming.headers['proxy-authorization']);
      status(404)(incoming, response, count);
    });
    const home = await temporaryFolder(t);
    const list = inHost(home, 'sources.list');
    await writeFile(list, 'deb http://me:s3cret@mirror.invalid/debian bookworm main\n');
    const config = inHost(home, 'apt.conf');
    await writeFile(
      config,
      [
        `Dir::Etc::SourceList "${list}";`,
        'Dir::Etc::SourceParts "/dev/null";',
        `Acquire::http::Proxy "http://us:s3cret2@127.0.0.1:${server.port}";`,
      ].join('\n'),
    );
    const context = await workspace(t, {
      environment: { PATH: process.env.PATH, APT_CONFIG: config },
    });
    const error = await failureOf(t, fetchSource(request(MD5), context));
    t.regex(error.message, /apt says: .*does not have a Release file/);
    t.true(told.includes(basic('me:s3cret')), told.join());
    t.true(told.includes(basic('us:s3cret2')), told.join());

    const files = await filesIn(context.folder);
    t.true(files.length > 0);
    for (const file of files) {
      const content = await readFile(inHost(context.folder, file), 'latin1');
      t.false(`${file} ${content}`.includes('s3cret'), file);
    }
    t.false(JSON.stringify([context.events, error.message, error.excerpt]).includes('s3cret'));
  },
);

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

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
