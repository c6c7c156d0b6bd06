import { jsonReporter } from './json.js';
import { plainReporter } from './plain.js';
import type { Reporter } from './reporter.js';

/**
 * The reporter for whoever looks on: a live one for a person at a terminal, plain lines for a
 * log, one JSON object a line for a program.
 */
export async function openReporter(
  kind: 'auto' | 'json',
  options: { verbose: boolean },
): Promise<Reporter> {
  if (kind === 'json') return jsonReporter(process.stdout);
  const live = process.stdout.isTTY && process.env.CI === undefined && !options.verbose;
  if (!live) return plainReporter(process.stdout, options);
  const { terminalReporter } = await import('./terminal.js');
  return terminalReporter();
}
