import test from 'ava';
import { parseAnswer } from '../../../src/buildpack/stage/answer.js';

const parse = (text: string) => parseAnswer(Buffer.from(text));

test('an answer is read to its status, headers and body', (t) => {
  t.deepEqual(
    parse('HTTP/1.1 200 OK\r\nContent-Type: text/html \r\nX: 1\r\nx: 2\r\n\r\n<p>\r\nü'),
    {
      status: 200,
      headers: { 'content-type': 'text/html', x: '2' },
      body: '<p>\nü',
    },
  );
  t.deepEqual(parse('HTTP/1.0 204\n\n'), { status: 204, headers: {}, body: '' });
});

test('an answer may be cut anywhere behind its status line', (t) => {
  t.deepEqual(parse('HTTP/1.1 302 Found\r\nLocation: /lo'), {
    status: 302,
    headers: { location: '/lo' },
    body: '',
  });
});

test('what a terminal would obey is shown as unknown', (t) => {
  t.is(parse('HTTP/1.0 200 OK\r\n\r\na\u001b[2J\u0000\tb')?.body, 'a\\u{1b}[2J\\u{0}\tb');
});

test('what is not HTTP is no answer', (t) => {
  for (const text of [
    '',
    'hello',
    'HTTP/1.1 2000 OK\r\n\r\n',
    'HTTP/1.1 OK\r\n\r\n',
    'SSH-2.0-x\r\n',
  ]) {
    t.is(parse(text), undefined, text);
  }
});
