import type { Event } from '../../event.js';
import { printableJson } from '../../text/index.js';
import { explain } from '../answer/error.js';
import { withPrintableTexts } from './event.js';
import type { Output } from '../print/output.js';
import type { PrintedEvent } from '../schema/event.js';
import type { Reporter } from './reporter.js';

/** One JSON object per event and line. No text can end the line, or command the terminal that shows it. */
export function jsonReporter(output: Output): Reporter {
  return {
    show(event) {
      output.write(`${printableJson(printed(event))}\n`);
    },
    close() {
      // Nothing is held back.
    },
  };
}

function printed(event: Event): PrintedEvent {
  return event.type === 'build.failed'
    ? { ...event, error: explain(event.error).failure }
    : withPrintableTexts(event);
}
