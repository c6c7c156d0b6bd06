import { explain } from './error.js';
import type { Output } from './output.js';
import type { Reporter } from './reporter.js';

/** One JSON object per event and line. */
export function jsonReporter(output: Output): Reporter {
  return {
    show(event) {
      const data =
        event.type === 'build.failed' ? { ...event, error: explain(event.error).event } : event;
      output.write(`${JSON.stringify(data)}\n`);
    },
    close() {
      // Nothing is held back.
    },
  };
}
