import test from 'ava';

import { BuilderError } from '../../src/error.js';
import { batches, onEachBatch } from '../../src/elf/run-tool.js';

const TOOL = { name: 'readelf', package: 'binutils', purpose: 'to look into ELF files' };

test('paths are cut so that each part fits into a command line', (t) => {
  // With './' and its end, 'aaa' takes six bytes, and 'é' five.
  t.deepEqual(batches(['aaa', 'bbb', 'é', 'c'], 12), [
    ['aaa', 'bbb'],
    ['é', 'c'],
  ]);
  t.deepEqual(batches(['much too long for it', 'c'], 4), [['much too long for it'], ['c']]);
  t.deepEqual(batches([]), []);
});

test('a file that the program refuses spoils nothing for the others', async (t) => {
  const error = new Error('not ELF');
  const done: string[] = [];
  const work = (batch: readonly string[]) => {
    if (batch.includes('bad')) return Promise.reject(error);
    done.push(...batch);
    return Promise.resolve();
  };
  const run = () => Promise.resolve('GNU readelf 2.40');

  t.deepEqual(await onEachBatch(['a', 'bad', 'b'], TOOL, run, work, undefined), [
    { path: 'bad', error },
  ]);
  t.deepEqual(done, ['a', 'b']);
});

test('a program that the stack lacks is named with its package', async (t) => {
  const run = () => Promise.reject(new Error('spawn readelf ENOENT'));
  const error = await t.throwsAsync(() => onEachBatch(['a'], TOOL, run, run, undefined), {
    instanceOf: BuilderError,
  });
  t.is(error.code, 'MISSING_PROGRAM');
  t.is(error.message, 'The stack has no readelf, which is needed to look into ELF files');
  t.is(
    error.hint,
    "Add the package 'binutils' to the stack's packages, or to the recipe's build packages.",
  );
});

test('an interruption is no refusal', async (t) => {
  const controller = new AbortController();
  const work = () => {
    controller.abort(new Error('interrupted'));
    return Promise.reject(new Error('killed'));
  };
  await t.throwsAsync(
    () => onEachBatch(['a', 'b'], TOOL, () => Promise.resolve(''), work, controller.signal),
    { message: 'interrupted' },
  );
});
