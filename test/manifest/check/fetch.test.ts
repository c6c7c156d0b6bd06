import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http, { type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { Event } from '../../../src/event.js';
import { checkManifest, fetchAll, type FetchedUri } from '../../../src/manifest/check/index.js';
import {
  type CheckSetting,
  readManifest,
  type Manifest,
} from '../../../src/manifest/model/index.js';
import { hostPath, inHost } from '../../../src/path.js';
import { cacheFolders } from '../../../src/store/index.js';

const BODY = 'the bytes of libffi';
const SHA256 = createHash('sha256').update(BODY).digest('hex');
const MD5 = createHash('md5').update(BODY).digest('hex');

interface Given {
  version: string;
  uri: string;
  digest: string;
}

function manifestOf(...entries: Given[]): Manifest {
  const items = entries.map(
    ({ version, uri, digest }) =>
      `- name: libffi\n  version: ${version}\n  uri: ${uri}\n  ${digest}\n  cf_stacks: [cflinuxfs4]\n`,
  );
  return readManifest(
    hostPath('/buildpack/manifest.yml'),
    `language: python\ndependencies:\n${items.join('')}`,
  );
}

async function workspace(t: ExecutionContext) {
  const folder = hostPath(await mkdtemp(nodePath.join(tmpdir(), 'manifest-fetch-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const events: Event[] = [];
  return {
    folder,
    events,
    options: {
      folders: { ...cacheFolders(folder), sources: inHost(folder, 'cache') },
      emit: (event: Event) => events.push(event),
      environment: {},
    },
  };
}

async function serve(
  t: ExecutionContext,
  answer: (path: string, response: ServerResponse) => void,
) {
  const asked: string[] = [];
  const server = http.createServer(({ url = '' }, response) => {
    asked.push(url);
    answer(url, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening');
  return { host: `127.0.0.1:${address.port}`, asked };
}

async function all(fetched: AsyncIterable<FetchedUri>): Promise<FetchedUri[]> {
  const list: FetchedUri[] = [];
  for await (const one of fetched) list.push(one);
  return list.sort((a, b) => a.range.start - b.range.start);
}

test('every distinct uri is downloaded once and verified, by md5 or sha256', async (t) => {
  const { options, events } = await workspace(t);
  const { host, asked } = await serve(t, (_, response) => response.end(BODY));
  const manifest = manifestOf(
    { version: '3.1.0', uri: `http://${host}/a.tgz`, digest: `sha256: ${SHA256.toUpperCase()}` },
    { version: '3.1.1', uri: `http://${host}/a.tgz`, digest: `sha256: ${SHA256}` },
  );
  t.deepEqual(await all(fetchAll(manifest, options)), [
    {
      range: { start: manifest.text.indexOf('http'), end: manifest.text.indexOf('\n  sha256') },
      entries: ['libffi 3.1.0', 'libffi 3.1.1'],
      outcome: { kind: 'verified', size: BODY.length, cached: false },
    },
  ]);
  t.deepEqual(asked, ['/a.tgz']);
  t.true(events.some(({ type }) => type === 'source.progress'));

  const again = manifestOf({
    version: '3.1.0',
    uri: `http://${host}/b.tgz`,
    digest: `md5: ${MD5}`,
  });
  const [cached] = await all(fetchAll(again, options));
  t.deepEqual(cached?.outcome, { kind: 'verified', size: BODY.length, cached: true });
  t.is(asked.length, 1);
});

test('files are verified where they lie', async (t) => {
  const { folder, options } = await workspace(t);
  const file = inHost(folder, 'libffi.tgz');
  await writeFile(file, BODY);
  const uri = pathToFileURL(file).href;
  const fetched = await all(
    fetchAll(manifestOf({ version: '3.1.0', uri, digest: `sha256: ${SHA256}` }), options),
  );
  t.is(fetched[0]?.outcome.kind, 'verified');
});

test('what fails is told at its uri, without credentials, and the others go on', async (t) => {
  const { options } = await workspace(t);
  const { host } = await serve(t, (path, response) => {
    if (path === '/gone.tgz') response.writeHead(404).end();
    else response.end(BODY);
  });
  const wrong = '0'.repeat(64);
  const manifest = manifestOf(
    { version: '3.1.0', uri: `http://user:s3cret@${host}/gone.tgz`, digest: `sha256: ${wrong}` },
    { version: '3.1.1', uri: `http://user:s3cret@${host}/b.tgz`, digest: `sha256: ${wrong}` },
    { version: '3.1.2', uri: `http://${host}/c.tgz`, digest: `sha256: ${SHA256}` },
    { version: '3.1.3', uri: `http://${host}/d.tgz`, digest: `sha256: abc` },
  );
  const around = { stacks: [], today: new Date(), fetched: await all(fetchAll(manifest, options)) };
  const check = async (settings: readonly CheckSetting[] = []) => {
    const report = await checkManifest(manifest, { ...around, settings });
    return report.findings.filter((finding) => finding.check === 'fetch');
  };
  t.deepEqual(
    (await check()).map(
      ({ line, column, check, message }) => `${line}:${column} ${check}: ${message}`,
    ),
    [
      `5:8 fetch: libffi 3.1.0: could not be had from http://${host}/gone.tgz: HTTP 404 Not Found`,
      `10:8 fetch: libffi 3.1.1: the sha256 is ${SHA256}, but ${wrong} is expected, from http://${host}/b.tgz`,
      '20:8 fetch: libffi 3.1.3: it has no digest that a download could be verified with',
    ],
  );
  const severities = async (severity: CheckSetting['severity']) =>
    (await check([{ check: 'fetch', severity, reason: 'offline' }])).map((one) => one.severity);
  t.deepEqual(await severities('warning'), ['warning', 'warning', 'warning']);
  t.deepEqual(await severities('off'), []);
});

test('no more than a few are downloaded at a time', async (t) => {
  const { options } = await workspace(t);
  let open = 0;
  let most = 0;
  const { host } = await serve(t, (_, response) => {
    most = Math.max(most, (open += 1));
    setImmediate(() => {
      open -= 1;
      response.end(BODY);
    });
  });
  const entries = Array.from({ length: 8 }, (_, index) => ({
    version: `3.1.${index}`,
    uri: `http://${host}/${index}.tgz`,
    // All of them wrong, so that none is taken from the cache.
    digest: `sha256: ${String(index).repeat(64)}`,
  }));
  const fetched = await all(fetchAll(manifestOf(...entries), { ...options, parallel: 2 }));
  t.is(fetched.length, 8);
  t.true(most <= 2, `${most}`);
});

test('an interruption ends all of it with its reason', async (t) => {
  const { options } = await workspace(t);
  const stop = new AbortController();
  const reason = new Error('enough');
  const { host } = await serve(t, (_, response) => {
    response.write('the');
    stop.abort(reason);
  });
  const entries = ['1', '2', '3'].map((version) => ({
    version: `3.1.${version}`,
    uri: `http://${host}/${version}.tgz`,
    digest: `sha256: ${version.repeat(64)}`,
  }));
  const thrown = await t.throwsAsync(
    all(fetchAll(manifestOf(...entries), { ...options, signal: stop.signal })),
  );
  t.is(thrown, reason);
});

test('who stops listening ends the downloads', async (t) => {
  const { options } = await workspace(t);
  const { host } = await serve(t, (path, response) => {
    if (path === '/1.tgz') response.end(BODY);
    else response.write('the');
  });
  const entries = ['1', '2'].map((version) => ({
    version: `3.1.${version}`,
    uri: `http://${host}/${version}.tgz`,
    digest: `sha256: ${version === '1' ? SHA256 : '2'.repeat(64)}`,
  }));
  for await (const { outcome } of fetchAll(manifestOf(...entries), options)) {
    t.is(outcome.kind, 'verified');
    break;
  }
});
