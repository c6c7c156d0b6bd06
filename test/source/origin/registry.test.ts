import { readdir } from 'node:fs/promises';
import test from 'ava';
import { hostPath } from '../../../src/path.js';
import { Address } from '../../../src/network/index.js';
import {
  openOrigins,
  ORIGIN_NAMES,
  planMirror,
  plannedOrigin,
  toldOrigin,
} from '../../../src/source/origin/index.js';

const folder = hostPath(import.meta.dirname, '../../../src/source/origin');
const facts = { version: '1.3', addressOf: (url: string) => new Address(url) };

const MIRRORS = [
  ['https://user:secret@mirror.test/zlib-1.3.tar.gz', 'https://mirror.test/zlib-1.3.tar.gz'],
  [{ debian: { package: 'zlib', suite: 'bookworm' } }, 'debian:bookworm/zlib'],
] as const;

test('each kind of origin has a folder of its name, and one line in the registry', async (t) => {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  t.deepEqual(folders.toSorted(), [...ORIGIN_NAMES].toSorted());
});

test('a mirror of each kind is planned, told and opened', (t) => {
  const planned = MIRRORS.map(([mirror]) => planMirror(mirror, facts));
  const origins = planned.map(({ origin }) => plannedOrigin.parse(origin));
  t.deepEqual(
    origins.map(({ kind }) => kind),
    [...ORIGIN_NAMES],
  );
  t.deepEqual(origins.map(toldOrigin), [
    'https://mirror.test/zlib-1.3.tar.gz',
    'Debian source package zlib (bookworm)',
  ]);
  t.deepEqual(
    openOrigins(origins, new Map()).map(({ shown, withheld }) => [String(shown), withheld]),
    MIRRORS.map(([, shown], index) => [shown, index === 0 ? ['user name', 'password'] : []]),
  );
});
