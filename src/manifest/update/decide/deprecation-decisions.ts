import type { DeprecationDecision } from './decisions.js';
import { hasMatch } from './default-decisions.js';
import type { Manifest } from '../../model/index.js';
import type { VersionChange } from './versions-by-place.js';

/** Lets the deprecation dates go of lines that had versions and have none any more. */
export function decideDeprecations(
  { deprecations }: Manifest,
  { before, after }: VersionChange,
): DeprecationDecision[] {
  return deprecations.map((item): DeprecationDecision => {
    const { name: { value: name } = {}, versionLine: { value: line } = {} } = item;
    const isLast =
      name !== undefined &&
      line !== undefined &&
      hasMatch(before, name, line) &&
      !hasMatch(after, name, line);
    return isLast ? { kind: 'goes', item, name, line } : { kind: 'stays', item };
  });
}
