import { BuilderError } from '../../error.js';
import { type Manifest, positionText, type Section, sectionOf } from '../model/index.js';

/** Texts that YAML reads as nothing. */
const NOTHING = ['~', 'null', 'Null', 'NULL'];

/**
 * The list of maps below a top-level key that is about to be changed; undefined when there is no such key.
 * What else stands in its place would be torn apart, or overwritten unseen.
 * @throws BuilderError MANIFEST_INVALID when it is no list, or one of other things than maps too
 */
export function listSection(manifest: Manifest, key: string): Section | undefined {
  const section = sectionOf(manifest, key);
  if (section === undefined) return undefined;
  const { kind, range, notMap } = section;
  const isNothing = NOTHING.includes(manifest.text.slice(range.start, range.end));
  if (kind === 'map' || (kind === 'text' && !isNothing)) {
    throw new BuilderError(
      'MANIFEST_INVALID',
      `${positionText(manifest, range.start)}: '${key}' can't be changed: it is no list`,
      { hint: `Make a list of it, or empty it: ${key}: []` },
    );
  }
  if (notMap !== undefined) {
    throw new BuilderError(
      'MANIFEST_INVALID',
      `${positionText(manifest, notMap.start)}: '${key}' can't be changed: this item has no keys`,
      { hint: "Write it as the others, such as '- name: python', or take it out, and try again." },
    );
  }
  return section;
}
