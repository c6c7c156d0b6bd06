import { explanationsMarkdown } from '../text/index.js';
import { checks } from './checks.js';

/** The generated part of docs/checks.md, with the comments that it stands between. */
export function checksMarkdown(): string {
  return explanationsMarkdown(Object.values(checks), 'checks');
}
