import test from 'ava';
import { scanWords } from '../../../src/cli/catalogue/scan.js';

const FLAGS = [
  { flags: '--json', says: '' },
  { flags: '-n, --name <RECIPE>', says: '' },
  { flags: '--explain [CHECK]', says: '' },
  { flags: '--allow [GLOB...]', says: '' },
];

const CASES: Readonly<Record<string, readonly [operands: string[], open: string | undefined]>> = {
  'a --json b': [['a', 'b'], undefined],
  '--name a b -n c d -ne f --name=g h': [['b', 'd', 'f', 'h'], undefined],
  '--name --json a': [['a'], undefined],
  '--explain a b --explain --json c': [['b', 'c'], undefined],
  '--allow a b --json c': [['c'], undefined],
  'a --name': [['a'], '-n, --name <RECIPE>'],
  '--allow a': [[], '--allow [GLOB...]'],
  '-- --name a - b': [['--name', 'a', '-', 'b'], undefined],
};

for (const [line, [operands, open]] of Object.entries(CASES)) {
  test(`of '${line}', ${operands.join(' ') || 'nothing'} belongs to no option`, (t) => {
    const words = line.split(' ');
    const scan = scanWords(words, FLAGS);
    t.deepEqual(
      scan.operands.map(({ word }) => word),
      operands,
    );
    for (const { word, index } of scan.operands) t.is(words[index], word);
    t.is(scan.open?.flags, open);
    t.deepEqual(scan.unknown, []);
  });
}

test('what looks like an option and is none is told', (t) => {
  t.deepEqual(scanWords(['--nam=x', '-j', 'a'], FLAGS), {
    operands: [{ word: 'a', index: 2 }],
    open: undefined,
    onlyWords: false,
    unknown: ['--nam=x', '-j'],
  });
});
