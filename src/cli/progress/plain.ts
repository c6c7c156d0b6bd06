import type { Event } from '../../event.js';
import { withoutColours, type Output } from '../print/output.js';
import { programLine } from '../print/program-line.js';
import { printableEvent } from './event.js';
import { linesOf, nameOf, type Wording } from './lines.js';
import type { Reporter } from './reporter.js';

/** Whole lines without escape codes, for logs. */
export function plainReporter(
  output: Output,
  { verbose, wording }: { verbose: boolean; wording?: Wording },
): Reporter {
  return {
    show(event) {
      const lines = [
        ...linesOf(event, wording),
        ...(verbose ? verboseLines(printableEvent(event)) : []),
      ];
      for (const line of lines) output.write(withoutColours(`${line}\n`));
    },
    close() {
      // Every line is out already.
    },
  };
}

/** What only whoever wants to see everything sees. */
function verboseLines(event: Event): string[] {
  switch (event.type) {
    case 'phase.started':
      return [`── ${event.phase}`];
    case 'log':
      return [programLine(`${nameOf(event.build)} ${event.phase}`, event.line)];
    case 'stack.log':
      return [programLine(event.stack, event.line)];
    default:
      return [];
  }
}
