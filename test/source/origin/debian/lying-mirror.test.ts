import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { inHost } from '../../../../src/path.js';
import { debianOrigin, fetchSource } from '../../../../src/source/index.js';
import { type Behaviour, endless, serve, status, trickle, watched, whole } from '../../server.js';
import {
  bytes,
  digestsOf,
  failureOf,
  filesIn,
  temporaryFolder,
  workspace,
  type Workspace,
} from '../../workspace.js';

const hasApt = (() => {
  try {
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const BODY = bytes(100_000);
const DIGESTS = digestsOf(BODY);

const REQUEST = {
  name: 'thing 1.0',
  origins: [debianOrigin({ package: 'thing', suite: 'bookworm', version: '1.0' })],
  expected: { sha256: DIGESTS.sha256 },
} as const;

/** The files of a mirror that has one source package, whose archive is said to have a size. */
function mirrorFiles(size: number): Readonly<Record<string, string>> {
  const dsc = 'Format: 3.0 (quilt)\n';
  const listed = (of: (text: Buffer | string) => string) =>
    [
      ` ${of(dsc)} ${dsc.length} thing_1.0-1.dsc`,
      ` ${of(BODY)} ${size} thing_1.0.orig.tar.gz`,
    ].join('\n');
  const digest = (algorithm: string) => (text: Buffer | string) =>
    createHash(algorithm).update(text).digest('hex');
  const sources = [
    'Package: thing',
    'Binary: thing',
    'Version: 1.0-1',
    'Architecture: any',
    'Format: 3.0 (quilt)',
    `Files:\n${listed(digest('md5'))}`,
    `Checksums-Sha256:\n${listed(digest('sha256'))}`,
    'Directory: pool',
    '',
    '',
  ].join('\n');
  const path = 'main/source/Sources';
  const release = [
    'Origin: Debian',
    'Suite: bookworm',
    'Codename: bookworm',
    'Components: main',
    'Architectures: amd64',
    `SHA256:\n ${digest('sha256')(sources)} ${sources.length} ${path}`,
    '',
  ].join('\n');
  return { '/dists/bookworm/Release': release, [`/dists/bookworm/${path}`]: sources };
}

/** A machine whose apt knows one mirror, which answers as told where it has no file. */
async function machine(
  t: ExecutionContext,
  files: Readonly<Record<string, string>>,
  others: Behaviour,
  download: Workspace['download'],
): Promise<Workspace> {
  const mirror = await serve(t, (incoming, response, count) => {
    const file = files[incoming.url ?? ''];
    (file === undefined ? others : whole(Buffer.from(file)))(incoming, response, count);
  });
  const home = await temporaryFolder(t);
  const list = inHost(home, 'sources.list');
  await writeFile(list, `deb [trusted=yes] ${mirror.origin} bookworm main\n`);
  const config = inHost(home, 'apt.conf');
  const places = [`Dir::Etc::SourceList "${list}";`, 'Dir::Etc::SourceParts "/dev/null";'];
  await writeFile(config, places.join('\n'));
  const environment = { PATH: process.env.PATH, APT_CONFIG: config };
  return await workspace(t, { environment, download });
}

/** Answers one path as told, and has no other. */
function only(path: RegExp, behaviour: Behaviour): Behaviour {
  return (incoming, response, count) => {
    const answer = path.test(incoming.url ?? '') ? behaviour : status(404);
    answer(incoming, response, count);
  };
}

const onApt = hasApt ? test : test.skip;

onApt('an honest mirror gives the archive', async (t) => {
  const archive = only(/orig\.tar\.gz$/, whole(BODY));
  const context = await machine(t, mirrorFiles(BODY.length), archive, {});
  const source = await fetchSource(REQUEST, context);
  t.deepEqual(await readFile(source.path), BODY);
});

onApt(
  'an archive that is too large as the index says is refused before it is asked for',
  async (t) => {
    const files = mirrorFiles(9_000_000_000);
    const context = await machine(t, files, status(404), {});
    const error = await failureOf(t, fetchSource(REQUEST, context));
    t.regex(error.message, /it has 9 GB, and may have 4\.29 GB \(--limit download-size\)$/);
  },
);

onApt('an archive that is longer than the index says is refused', async (t) => {
  const archive = only(/orig\.tar\.gz$/, endless(BODY));
  const context = await machine(t, mirrorFiles(BODY.length), archive, { time: 60_000 });
  const error = await failureOf(t, fetchSource(REQUEST, context));
  t.regex(error.message, /apt says: /);
  t.deepEqual(await filesIn(inHost(context.folder, 'partial')), []);
});

onApt('a release without an end is left', async (t) => {
  const release = only(/InRelease$/, endless(BODY));
  const context = await machine(t, {}, release, { size: 5_000_000, time: 60_000 });
  const error = await failureOf(t, fetchSource(REQUEST, context));
  t.is(error.code, 'SOURCE_UNAVAILABLE');
  t.regex(error.message, /it sends more than 5 MB|apt says: /);
});

onApt('an archive that comes byte by byte is left as too slow', async (t) => {
  const archive = only(/orig\.tar\.gz$/, trickle(t));
  const download = { window: 1000, speed: 10_000 };
  const context = await machine(t, mirrorFiles(BODY.length), archive, download);
  const error = await failureOf(t, fetchSource(REQUEST, context));
  t.regex(error.message, /not a byte for|it has to be 10 kB a second \(--limit download-speed\)$/);
});

onApt(
  'a mirror that takes its time is left when that is up, with all that apt started',
  async (t) => {
    const { behaviour, left } = watched(trickle(t));
    const release = only(/InRelease$/, behaviour);
    const context = await machine(t, {}, release, { time: 4000 });
    const error = await failureOf(t, fetchSource(REQUEST, context));
    t.regex(error.message, /not done within 4s, all attempts together \(--limit download-time\)$/);
    await left();
  },
);
