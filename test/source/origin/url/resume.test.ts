import test from 'ava';
import { courseOf, resumeHeaders, validatorOf } from '../../../../src/source/origin/url/resume.js';

test('nothing landed: the whole file is asked for', (t) => {
  t.deepEqual(resumeHeaders(0, '"tag"'), {});
});

test('something landed: the rest is asked for, if it is still the same file', (t) => {
  t.deepEqual(resumeHeaders(10, undefined), { range: 'bytes=10-' });
  t.deepEqual(resumeHeaders(10, '"tag"'), { range: 'bytes=10-', 'if-range': '"tag"' });
});

for (const [title, status, headers, landed, expected] of [
  ['200', 200, { 'content-length': '99' }, 0, { do: 'replace', total: 99 }],
  ['200 without a length', 200, {}, 5, { do: 'replace', total: undefined }],
  ['206 that fits', 206, { 'content-range': 'bytes 5-98/99' }, 5, { do: 'append', total: 99 }],
  [
    '206 of unknown size',
    206,
    { 'content-range': 'bytes 5-98/*' },
    5,
    { do: 'append', total: undefined },
  ],
  ['206 of another range', 206, { 'content-range': 'bytes 0-98/99' }, 5, { do: 'discard' }],
  ['206 without a range', 206, {}, 5, { do: 'discard' }],
  ['206 that was not asked for', 206, { 'content-range': 'bytes 0-1/99' }, 0, { do: 'fail' }],
  ['416 for a complete file', 416, { 'content-range': 'bytes */5' }, 5, { do: 'nothing' }],
  ['416 for a longer one', 416, { 'content-range': 'bytes */4' }, 5, { do: 'discard' }],
  ['404', 404, {}, 5, { do: 'fail' }],
] as const) {
  test(`${title}, with ${landed} bytes landed: ${expected.do}`, (t) => {
    t.deepEqual(courseOf({ status, headers }, landed), expected);
  });
}

test('only a strong ETag names a content, else the date does', (t) => {
  const modified = 'Sat, 21 Nov 2026 10:00:05 GMT';
  t.is(validatorOf({ etag: '"a"', 'last-modified': modified }), '"a"');
  t.is(validatorOf({ etag: 'W/"a"', 'last-modified': modified }), modified);
  t.is(validatorOf({}), undefined);
});
