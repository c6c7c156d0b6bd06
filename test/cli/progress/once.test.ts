import test from 'ava';
import type { Event } from '../../../src/event.js';
import { onceWarning } from '../../../src/cli/progress/once.js';

test('a warning is shown once, however often it comes; everything else each time', (t) => {
  const shown: Event[] = [];
  const reporter = onceWarning(
    { show: (event) => shown.push(event), close: () => undefined },
    ({ message }) => message,
  );
  const line: Event = { type: 'stack.progress', stack: 's', message: 'again' };
  const warning = (build: string, message: string): Event => ({ type: 'warning', build, message });
  for (const event of [line, warning('a', 'x'), warning('b', 'x'), line, warning('a', 'y')]) {
    reporter.show(event);
  }
  t.deepEqual(shown, [line, warning('a', 'x'), line, warning('a', 'y')]);
});
