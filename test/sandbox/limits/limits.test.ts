import test from 'ava';
import { decideLimits, machineMemory } from '../../../src/sandbox/index.js';

const GB = 1024 ** 3;
const FACTS = { emulated: false, memory: 10 * GB };

test('every limit but none of the machine has a default', (t) => {
  t.deepEqual(decideLimits(undefined, FACTS), {
    time: { value: 14_400, from: 'default' },
    processes: { value: 4096, from: 'default' },
    'file-size': { value: 16 * GB, from: 'default' },
    'free-disk': { value: 2 * GB, from: 'default' },
    memory: { value: 9 * GB, from: 'default' },
  });
});

test('the command line counts before the recipe, and the recipe before the default', (t) => {
  const limits = decideLimits(
    { recipe: { time: 60, processes: 7, memory: 'none' }, commandLine: { time: 30 } },
    FACTS,
  );
  t.deepEqual(limits.time, { value: 30, from: 'command line' });
  t.deepEqual(limits.processes, { value: 7, from: 'recipe' });
  t.deepEqual(limits.memory, { value: undefined, from: 'recipe' });
});

test('none on the command line switches off what the recipe says', (t) => {
  const { time } = decideLimits({ recipe: { time: 60 }, commandLine: { time: 'none' } }, FACTS);
  t.deepEqual(time, { value: undefined, from: 'command line' });
});

test('ten times the time is given where programs are emulated, but for what the command line says', (t) => {
  const timeOf = (recipe: { time?: number }, commandLine: { time?: number }) =>
    decideLimits({ recipe, commandLine }, { ...FACTS, emulated: true }).time.value;
  t.is(timeOf({}, {}), 144_000);
  t.is(timeOf({ time: 60 }, {}), 600);
  t.is(timeOf({ time: 60 }, { time: 30 }), 30);
});

test('the share of a memory that is not known is left open', (t) => {
  const { memory } = decideLimits(undefined, { emulated: false, memory: undefined });
  t.deepEqual(memory, { value: undefined, from: 'default' });
  t.true(machineMemory() > 1024 ** 2);
});
