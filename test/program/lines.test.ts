import test from 'ava';
import { programLines } from '../../src/program/lines.js';

/** What is told of some pieces, and what is left. */
function linesOf(...pieces: readonly string[]) {
  const told: string[] = [];
  const lines = programLines((line) => told.push(line));
  for (const piece of pieces) lines.write(Buffer.from(piece));
  return { lines: told, rest: lines.rest() };
}

test('lines are split off, the unfinished one is kept', (t) => {
  t.deepEqual(linesOf('one\ntwo\nthr'), { lines: ['one', 'two'], rest: 'thr' });
  t.deepEqual(linesOf('one\nt', 'w', 'o\nthr'), { lines: ['one', 'two'], rest: 'thr' });
  t.deepEqual(linesOf(''), { lines: [], rest: undefined });
});

test('terminal codes go, and of an overwritten line the last writing stays', (t) => {
  t.deepEqual(linesOf('\u001B[32mgreen\u001B[0m\r\n10 %\r50 %\r100 %\n').lines, ['green', '100 %']);
});

test('a line without end doesn’t fill the memory, whether it is overwritten or not', (t) => {
  const piece = 'x'.repeat(600 * 1024);
  const { lines, rest } = linesOf(piece, piece, piece, '\nnext\n');
  t.deepEqual(
    lines.map((line) => line.length),
    [1024 * 1024, 4],
  );
  t.is(rest, undefined);
  const bar = Array.from({ length: 200_000 }, (_, index) => `${index} of many\r`).join('');
  t.deepEqual(linesOf(bar, bar, 'done\r', '\n').lines, ['done']);
});

test('a line of carriage returns keeps nobody busy', (t) => {
  t.timeout(20_000);
  const returns = '\r'.repeat(1_000_000);
  t.deepEqual(linesOf(`${returns}x\n`, `${returns}x`, `${returns}y`), { lines: ['x'], rest: 'y' });
});
