import { explanationsMarkdown } from '../../text/index.js';
import { manifestChecks } from './checks.js';

/** The generated part of docs/manifest.md, with the comments that it stands between. */
export function manifestChecksMarkdown(): string {
  return explanationsMarkdown(Object.values(manifestChecks), 'manifest checks');
}
