export { archOfStack, archOfUri, isForEveryArch } from './arch-of-uri.js';
export { dayOf, pastDates } from './deprecation.js';
export { examineExpression, type Expression } from './expression.js';
export { guarded } from './guard.js';
export { archOf, listManifest, type ManifestRow, stacksOf } from './list.js';
export type {
  Anchor,
  DefaultVersion,
  Item,
  Located,
  Manifest,
  ManifestEntry,
  MapItem,
  Module,
  Range,
  Section,
  UrlMapping,
} from './manifest.js';
export { type DigestStyle, loadPolicies, type Policies, type Policy } from './policy.js';
export { loadManifest, readManifest } from './read.js';
export { stackNamesFor } from './stack-habit.js';
export { type EntryArch, toldArch, toldArchs } from './told-arch.js';
export { Tree } from './tree.js';
export { fileOf, listed, pathOf, titleOf } from './wording.js';
