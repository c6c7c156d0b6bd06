import test from 'ava';
import { plainReporter } from '../../../src/cli/progress/plain.js';
import { EVENTS, keeping } from './events.js';

const QUIET = `libffi-3.4.4-debian12-x64 Stack: debian12 (asked for by name)
libffi-3.4.4-debian12-x64 Source URL: https://example.org/x.tgz
libffi-3.4.4-debian12-x64 Runner: bubblewrap (the first that works)
not from https://example.org/x.tgz: gone
source /c/x.tgz (1.3 kB, cached, verified again)
libffi-3.4.4-debian12-x64 waits: process 7 holds it
libffi-3.4.4-debian12-x64 ✔ make 1m 5s
warning: odd
libffi-3.4.4-debian12-x64 ✔ built 9.4s
  path    /out/x.tgz
  size    59 kB
  md5     m
  sha256  s

Manifest entry:
- name: libffi
  version: 3.4.4

`;

test('a log gets whole lines without escape codes, and nothing that only moves', (t) => {
  const output = keeping();
  const reporter = plainReporter(output, { verbose: false });
  for (const event of EVENTS) reporter.show(event);
  reporter.close();
  t.is(output.text(), QUIET);
});

test('a verbose log has every line of every step as well', (t) => {
  const output = keeping();
  const reporter = plainReporter(output, { verbose: true });
  for (const event of EVENTS) reporter.show(event);
  t.true(
    output
      .text()
      .includes(
        '\n── make\nlibffi-3.4.4-debian12-x64 make │ cc -c x.c\nlibffi-3.4.4-debian12-x64 ✔ make',
      ),
  );
});
