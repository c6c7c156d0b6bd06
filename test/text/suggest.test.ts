import test from 'ava';
import { didYouMean, meant, suggest, withItsNumbers } from '../../src/text/index.js';

const KNOWN = ['libffi', 'libmemcached', 'python'];

test('the nearest word is suggested', (t) => {
  t.is(suggest('libfi', KNOWN), 'libffi');
  t.is(suggest('Pyhton', KNOWN), 'python');
  t.is(suggest('libmemcache', KNOWN), 'libmemcached');
});

test('nothing is suggested when nothing is near', (t) => {
  t.is(suggest('postgres', KNOWN), undefined);
  t.is(suggest('x', []), undefined);
});

test('another number of the same name is never suggested', (t) => {
  const stacks = ['cflinuxfs2', 'cflinuxfs3', 'cflinuxfs4', 'debian12'];
  for (const word of ['cflinuxfs5', 'cflinuxsf9', 'debian13']) {
    t.is(suggest(word, stacks), undefined, word);
  }
  t.is(suggest('cflinuxsf4', stacks), 'cflinuxfs4');
  t.is(suggest('cflinuxfs', stacks), 'cflinuxfs2');
  t.is(suggest('x46', ['arm64', 'x64']), 'x64', 'the same digits');
  t.is(suggest('tiny-1.0-x64-abcd123', ['tiny-1.0-x64-abcd1234']), 'tiny-1.0-x64-abcd1234');
  t.is(suggest('libffi-3.4.5', ['libffi-3.4.4']), 'libffi-3.4.4', 'a version is no name');
});

test('of names in which another number is another thing, those with the same are left', (t) => {
  const stacks = ['cflinuxfs21', 'cflinuxfs4', 'debian', 'ubuntu-24.04'];
  t.deepEqual(withItsNumbers('ubuntu-22.04', stacks), ['debian']);
  t.deepEqual(withItsNumbers('cflinuxfs12', stacks), ['debian']);
  t.deepEqual(withItsNumbers('cflinuxsf4', stacks), ['cflinuxfs4', 'debian']);
  t.deepEqual(withItsNumbers('cflinuxfs2', stacks), ['cflinuxfs21', 'debian']);
  t.deepEqual(withItsNumbers('cflinuxsf', stacks), stacks);
});

test('of a short word one letter may be wrong', (t) => {
  t.is(suggest('id', ['md5']), undefined);
  t.is(suggest('ul', ['url']), 'url');
});

test('a hint begins with the question for the nearest word, or with nothing', (t) => {
  t.is(`${didYouMean('libfi', KNOWN)}Known: none.`, "Did you mean 'libffi'? Known: none.");
  t.is(
    didYouMean('libfi', KNOWN, (word) => `{${word}}`),
    'Did you mean {libffi}? ',
  );
  t.is(didYouMean('postgres', KNOWN), '');
  t.is(meant('libfi', KNOWN), "did you mean 'libffi'?");
  t.is(meant('postgres', KNOWN), undefined);
});
