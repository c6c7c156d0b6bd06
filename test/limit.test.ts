import test from 'ava';
import { limitTakes, limitText, parseLimitValue, type LimitName } from '../src/limit.js';

for (const [name, text, value] of [
  ['time', '4h', 14_400],
  ['time', '90m', 5400],
  ['time', '300s', 300],
  ['time', '300', 300],
  ['time', 'none', 'none'],
  ['processes', '4096', 4096],
  ['file-size', '16G', 16 * 1024 ** 3],
  ['file-size', '4096', 4096],
  ['free-disk', '1000000G', 1_000_000 * 1024 ** 3],
  ['memory', '512M', 512 * 1024 ** 2],
  ['memory', '16384K', 16 * 1024 ** 2],
] as const) {
  test(`${name}=${text} is read`, (t) => {
    t.is(parseLimitValue(name, text), value);
  });
}

for (const [name, text] of [
  ['time', '0'],
  ['time', '0h'],
  ['time', '-4h'],
  ['time', '4 h'],
  ['time', '4H'],
  ['time', '1.5h'],
  ['time', '4G'],
  ['time', ''],
  ['time', 'None'],
  ['processes', '0'],
  ['processes', '4K'],
  ['processes', '1e3'],
  ['file-size', '16GB'],
  ['file-size', '0G'],
  ['file-size', '999999999999T'],
  ['free-disk', '10%'],
  ['memory', '8M'],
  ['memory', 'Infinity'],
] as const) {
  test(`${name}=${text} is nonsense`, (t) => {
    t.is(parseLimitValue(name, text), undefined);
  });
}

test('a value is written as people write it', (t) => {
  const written: readonly (readonly [LimitName, number | 'none', string])[] = [
    ['time', 14_400, '4h'],
    ['time', 5400, '90m'],
    ['time', 301, '301s'],
    ['processes', 4096, '4096'],
    ['file-size', 16 * 1024 ** 3, '16G'],
    ['file-size', 1_000_001, '1000001'],
    ['memory', 64 * 1024 ** 2, '64M'],
    ['memory', 'none', 'none'],
  ];
  for (const [name, value, text] of written) {
    t.is(limitText(name, value), text);
    t.is(parseLimitValue(name, text), value);
  }
});

test('what a limit takes is said with examples that it takes', (t) => {
  t.is(limitTakes('time'), 'a time such as 4h, 90m or 300s, or none');
});
