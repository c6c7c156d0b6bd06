import test from 'ava';
import { writeLines } from '../../../src/cli/print/output.js';
import { told } from '../../../src/cli/print/told.js';
import { keeping } from '../progress/events.js';

const RED = '\u001B[31mred\u001B[39m';
const red = told(() => RED);

test.serial('a terminal gets colours', (t) => {
  const terminal = keeping(true);
  withNoColor(undefined, () => {
    writeLines(terminal, [red, told(() => 'plain')]);
  });
  t.is(terminal.text(), `${RED}\nplain\n`);
});

test.serial('a file gets none', (t) => {
  const file = keeping(false);
  withNoColor(undefined, () => {
    writeLines(file, red);
  });
  t.is(file.text(), 'red\n');
});

test.serial('who sets NO_COLOR gets none on a terminal either', (t) => {
  const terminal = keeping(true);
  withNoColor('1', () => {
    writeLines(terminal, red);
  });
  t.is(terminal.text(), 'red\n');
});

function withNoColor(value: string | undefined, work: () => void): void {
  const before = process.env.NO_COLOR;
  const set = (to: string | undefined) => {
    if (to === undefined) delete process.env.NO_COLOR;
    else process.env.NO_COLOR = to;
  };
  set(value);
  try {
    work();
  } finally {
    set(before);
  }
}
