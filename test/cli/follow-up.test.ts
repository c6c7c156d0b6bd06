import test from 'ava';
import { followUp } from '../../src/cli/follow-up.js';

const SHELL = { to: 'To look around', verb: 'shell', words: ['tiny-1.0'] };

test('a command that follows has the options that it needs, as they were given', (t) => {
  const typed = followUp(['build', 'tiny@1.0', '--stacks-dir', 'my stacks', '--runner=podman']);
  t.is(typed(SHELL), "binary-builder shell tiny-1.0 --stacks-dir 'my stacks' --runner podman");
  const prepare = { to: '', verb: 'stacks prepare', words: ['debian12', '--refresh'] };
  t.is(
    typed(prepare),
    "binary-builder stacks prepare debian12 --refresh --stacks-dir 'my stacks' --runner podman",
  );
  const prune = { to: '', verb: 'cache prune', words: [] };
  t.is(typed(prune), "binary-builder cache prune --stacks-dir 'my stacks'");
});

test('what wasn’t given, or is another matter, is not there', (t) => {
  t.is(followUp(['build', 'tiny@1.0', '--jobs', '2'])(SHELL), 'binary-builder shell tiny-1.0');
});
