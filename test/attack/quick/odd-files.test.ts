import test from 'ava';
import { execa } from 'execa';
import { inHost } from '../../../src/path.js';
import { runCli } from '../../e2e/cli.js';
import { namesIn, workspace, writeRecipe } from '../../e2e/command-line/fixture.js';

const INSTALL = 'mkdir -p "$TREE/bin"; install -m 755 hello.sh "$TREE/bin/hello"';

/** What install leaves in the tree beside a good file. */
const ODD = {
  pipe: 'mkfifo "$TREE/pipe"',
  socket: `perl -MSocket -e 'chdir $ENV{TREE}; socket(S, PF_UNIX, SOCK_STREAM, 0) or die; bind(S, sockaddr_un("socket")) or die'`,
  'hard-link': 'ln "$TREE/bin/hello" "$HOME/other"; ln hello.sh "$TREE/bin/linked"',
  closed: 'mkdir "$TREE/closed"; touch "$TREE/closed/x"; chmod 000 "$TREE/closed"',
  'closed-file': 'touch "$TREE/unread"; chmod 000 "$TREE/unread"',
  deep: `perl -e 'chdir $ENV{TREE}; for (1..5000) { mkdir "d"; chdir "d" or die }'`,
  'deep-outside': `perl -e 'chdir $ENV{HOME}; for (1..5000) { mkdir "d"; chdir "d" or die }'`,
  long: `perl -e 'chdir $ENV{TREE}; my $n = "n" x 250; for (1..400) { mkdir $n; chdir $n or die }'`,
  bytes: String.raw`printf x >"$TREE/"$'\xff\xfe'; touch "$TREE/"$'line\nbreak'`,
  'loop-of-links': 'ln -s loop "$TREE/loop"; ln -s . "$TREE/self"',
  'closed-outside': 'mkdir "$HOME/closed"; touch "$HOME/closed/x"; chmod 000 "$HOME/closed"',
};

for (const [name, text] of Object.entries(ODD)) {
  test.serial(`a build that leaves such a thing ends, twice the same way: ${name}`, async (t) => {
    const here = await workspace(t);
    // Node can't remove a tree whose paths are longer than the kernel takes.
    t.teardown(() => execa('rm', ['-rf', inHost(here.cache, 'work')]));
    await writeRecipe(here, { build: { install: { run: `${INSTALL}\n${text}` } } }, 'odd');
    const order = ['build', 'odd@1.0', '--stack=debian12', '--force'];
    const first = await runCli(order, here);
    t.true([0, 4, 5].includes(first.exitCode), `${first.exitCode}: ${first.stderr.slice(0, 300)}`);
    t.notRegex(first.stderr, /^error (BUG|SANDBOX_FAILED|NOT_WRITABLE)/m);
    t.notRegex(first.stderr, /^\s+at .*:\d+:\d+\)?$/m);
    // What the first has left, if it has, is in the way of the second.
    const second = await runCli(order, here);
    t.is(second.exitCode, first.exitCode, second.stderr.slice(0, 300));
    if (first.exitCode !== 0) return;
    t.deepEqual(await namesIn(inHost(here.cache, 'work')), []);
  });
}
