import prettyBytes from 'pretty-bytes';
import { distinctFiles } from '../../tree/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';

/** Compares the size with that of the last artifact of the same line. */
export const sizeJump: Check = {
  id: 'size-jump',
  severity: 'warning',
  summary: 'the unpacked size is within 20 % of that of the last artifact of the same line',
  explanation:
    'Between two releases of one line, little changes. A jump in size mostly means that something ' +
    'happened to the build: binaries are no longer stripped, tests or static libraries are packed ' +
    'too, or half of the modules were left out because a library was missing.',
  remedy:
    'Look at what files-changed says, and at the largest files: binary-builder artifacts show. If the ' +
    'release really has grown, nothing has to be done: it is what the next one is compared with.',
  run: compareSizes,
};

const MOST = 0.2;

function compareSizes({ entries, previous }: Subject): Observation[] {
  if (previous === undefined || previous.size === 0) return [];
  const size = distinctFiles(entries).reduce((sum, file) => sum + file.size, 0);
  const change = (size - previous.size) / previous.size;
  if (Math.abs(change) <= MOST) return [];
  const percent = `${Math.round(Math.abs(change) * 100)} % ${change > 0 ? 'larger' : 'smaller'}`;
  const sizes = `${prettyBytes(size)} instead of ${prettyBytes(previous.size)}`;
  return [{ path: '.', message: `is ${percent} than ${previous.version}: ${sizes}` }];
}
