import test from 'ava';
import { endsTwice } from '../odd-build.js';

/** What install leaves in the tree beside a good file. */
const ODD = {
  pipe: 'mkfifo "$TREE/pipe"',
  deep: `perl -e 'chdir $ENV{TREE}; for (1..5000) { mkdir "d"; chdir "d" or die }'`,
  'closed-outside': 'mkdir "$HOME/closed"; touch "$HOME/closed/x"; chmod 000 "$HOME/closed"',
};

for (const [name, text] of Object.entries(ODD)) {
  test.serial(`a build that leaves such a thing ends, twice the same way: ${name}`, (t) =>
    endsTwice(t, text),
  );
}
