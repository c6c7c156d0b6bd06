import { stripVTControlCharacters } from 'node:util';
import { linesOf } from './lines.js';
import type { Output } from './output.js';
import type { Reporter } from './reporter.js';

/** Whole lines without escape codes, for logs. */
export function plainReporter(output: Output, { verbose }: { verbose: boolean }): Reporter {
  const write = (line: string) => output.write(`${stripVTControlCharacters(line)}\n`);
  return {
    show(event) {
      for (const line of linesOf(event)) write(line);
      if (verbose && event.type === 'phase.started') write(`── ${event.phase}`);
      if (verbose && (event.type === 'log' || event.type === 'stack.log')) write(`  ${event.line}`);
    },
    close() {
      // Every line is out already.
    },
  };
}
