import { jsonReporter } from './json.js';
import { plainReporter } from './plain.js';
import type { Reporter } from './reporter.js';
import { terminalReporter } from './terminal.js';

/**
 * The reporter for whoever looks on: a live one for a person at a terminal, plain lines for a
 * log, one JSON object a line for a program.
 */
export function openReporter(kind: 'auto' | 'json', options: { verbose: boolean }): Reporter {
  if (kind === 'json') return jsonReporter(process.stdout);
  const live = process.stdout.isTTY && process.env.CI === undefined && !options.verbose;
  return live ? terminalReporter() : plainReporter(process.stdout, options);
}
