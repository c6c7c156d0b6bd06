import { printableJson } from '../../text/index.js';
import { explain } from '../answer/error.js';
import { withPrintableTexts } from './event.js';
import type { Output } from '../print/output.js';
import type { Reporter } from './reporter.js';

/** One JSON object per event and line. No text can end the line, or command the terminal that shows it. */
export function jsonReporter(output: Output): Reporter {
  return {
    show(event) {
      const data =
        event.type === 'build.failed'
          ? { ...event, error: explain(event.error).event }
          : withPrintableTexts(event);
      output.write(`${printableJson(data)}\n`);
    },
    close() {
      // Nothing is held back.
    },
  };
}
