import type { Event } from '../../event.js';
import type { Reporter } from './reporter.js';

type Warning = Extract<Event, { type: 'warning' }>;

/**
 * A reporter that shows a warning once, however often there is reason for it: each sandbox of a build that is
 * opened says the same of the machine.
 * @param what of a warning makes it the same as another
 */
export function onceWarning(reporter: Reporter, what: (warning: Warning) => unknown): Reporter {
  const shown = new Set<string>();
  return {
    show(event) {
      if (event.type === 'warning') {
        const key = JSON.stringify(what(event));
        if (shown.has(key)) return;
        shown.add(key);
      }
      reporter.show(event);
    },
    close() {
      reporter.close();
    },
  };
}
