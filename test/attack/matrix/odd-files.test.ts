import test from 'ava';
import { endsTwice } from '../odd-build.js';

/** What install leaves in the tree beside a good file. */
const ODD = {
  socket: `perl -MSocket -e 'chdir $ENV{TREE}; socket(S, PF_UNIX, SOCK_STREAM, 0) or die; bind(S, sockaddr_un("socket")) or die'`,
  'hard-link': 'ln "$TREE/bin/hello" "$HOME/other"; ln hello.sh "$TREE/bin/linked"',
  closed: 'mkdir "$TREE/closed"; touch "$TREE/closed/x"; chmod 000 "$TREE/closed"',
  'closed-file': 'touch "$TREE/unread"; chmod 000 "$TREE/unread"',
  'deep-outside': `perl -e 'chdir $ENV{HOME}; for (1..5000) { mkdir "d"; chdir "d" or die }'`,
  long: `perl -e 'chdir $ENV{TREE}; my $n = "n" x 250; for (1..400) { mkdir $n; chdir $n or die }'`,
  bytes: String.raw`printf x >"$TREE/"$'\xff\xfe'; touch "$TREE/"$'line\nbreak'`,
  'loop-of-links': 'ln -s loop "$TREE/loop"; ln -s . "$TREE/self"',
};

for (const [name, text] of Object.entries(ODD)) {
  test.serial(`a build that leaves such a thing ends, twice the same way: ${name}`, (t) =>
    endsTwice(t, text),
  );
}
