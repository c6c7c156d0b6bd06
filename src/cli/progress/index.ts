import { jsonReporter } from './json.js';
import { plainReporter } from './plain.js';
import type { Wording } from './lines.js';
import { onceWarning } from './once.js';
import type { Reporter } from './reporter.js';

export type { Wording } from './lines.js';

/**
 * The reporter for whoever looks on: a live one for a person at a terminal, plain lines for a
 * log, one JSON object a line for a program.
 */
export async function openReporter(
  kind: 'auto' | 'json',
  options: { verbose: boolean; wording?: Wording },
): Promise<Reporter> {
  if (kind === 'json') return onceWarning(jsonReporter(process.stdout), (event) => event);
  return onceWarning(await reporterForPeople(options), ({ message }) => message);
}

async function reporterForPeople(options: {
  verbose: boolean;
  wording?: Wording;
}): Promise<Reporter> {
  const { isTTY, columns, rows } = process.stdout;
  // A terminal that tells no size, as some of CI do, has no room for what moves.
  const live = isTTY && columns > 0 && rows > 0 && !process.env.CI && !options.verbose;
  if (!live) return plainReporter(process.stdout, options);
  const { terminalReporter } = await import('./terminal.js');
  return terminalReporter(options);
}
