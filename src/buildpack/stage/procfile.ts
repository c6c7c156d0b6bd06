import { BuilderError } from '../../error.js';

/**
 * The processes of a Procfile: one `TYPE: COMMAND` per line, empty lines and comments beside.
 * @throws BuilderError STAGING_FAILED with the line
 */
export function processesOfProcfile(text: string): Record<string, string> {
  const processes: Record<string, string> = {};
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const match = /^([A-Za-z0-9_-]+)\s*:\s*(\S.*)$/.exec(trimmed);
    if (match === null) {
      throw new BuilderError('STAGING_FAILED', `Procfile:${index + 1}: this is no process`, {
        excerpt: [line],
        hint: 'A line of it is TYPE: COMMAND, such as web: python app.py',
      });
    }
    const [, type = '', command = ''] = match;
    processes[type] = command;
  }
  return processes;
}
