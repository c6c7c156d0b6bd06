import test from 'ava';
import { recordMismatches } from '../../src/store/index.js';
import { exampleRecord } from './example.js';

const record = exampleRecord('content');
const actual = {
  size: record.size,
  md5: record.md5,
  sha256: record.sha256,
  tarSha256: record.tar_sha256,
};

test('a file that is the recorded one has no mismatch, in whichever case digests are written', (t) => {
  t.deepEqual(recordMismatches(record, actual), []);
  const capitals = { ...record, sha256: record.sha256.toUpperCase() };
  t.deepEqual(recordMismatches(capitals, actual), []);
});

test('each field that differs is told with both values', (t) => {
  const other = exampleRecord('contents');
  t.deepEqual(
    recordMismatches(record, {
      size: other.size,
      md5: other.md5,
      sha256: other.sha256,
      tarSha256: '4'.repeat(64),
    }),
    [
      { field: 'size', expected: '7', found: '8' },
      { field: 'md5', expected: record.md5, found: other.md5 },
      { field: 'sha256', expected: record.sha256, found: other.sha256 },
      { field: 'tar_sha256', expected: '2'.repeat(64), found: '4'.repeat(64) },
    ],
  );
});

test('a tar that nobody has read is not compared', (t) => {
  t.deepEqual(recordMismatches(record, { ...actual, tarSha256: undefined }), []);
});
