import type { Manifest, Section } from './manifest.js';

/** The part of a manifest that is below a top-level key, if it has one. */
export function sectionOf({ sections }: Manifest, key: string): Section | undefined {
  return sections.find((section) => section.key.value === key);
}
