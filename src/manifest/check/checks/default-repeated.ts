import type { ManifestCheck, Observation } from '../check.js';
import type { Manifest } from '../../model/index.js';
import { groupBy } from '../../../group-by.js';
import { printable } from '../../../text/index.js';

/** Looks for dependencies with more than one default. */
export const defaultRepeated: ManifestCheck = {
  id: 'default-repeated',
  severity: 'error',
  summary: 'no dependency has two default versions',
  explanation:
    'Of two defaults, some installers take the first, some the last, and packagers of 2016 ' +
    'refuse the manifest.',
  remedy: 'Keep one. A pattern such as 3.10.x is one default: the newest version that it matches.',
  run: checkDefaults,
};

function checkDefaults(manifest: Manifest): Observation[] {
  const named = groupBy(manifest.defaults, ({ name }) => name?.value);
  return [...named].flatMap(([name, [first, ...others]]) =>
    others.map(({ range }) => ({
      range,
      message:
        `${printable(name)} has a default version already, ` +
        `${printable(first?.version?.value ?? '')} in line ${manifest.position(first?.range.start ?? 0).line}`,
    })),
  );
}
