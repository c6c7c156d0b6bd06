export { answerInTime } from './answer-in-time.js';
export { archOfStack, archOfUri, isForEveryArch } from './arch-of-uri.js';
export { CHECK_SEVERITIES, type CheckSetting, isReasoned } from './check-setting.js';
export { dayOf, pastDates } from './deprecation.js';
export { digestHabit, digestKeys, digestsOf, hasDigestsOf } from './digests.js';
export { examineExpression, type Expression } from './expression.js';
export { listManifest, type ManifestRow } from './list.js';
export type {
  Anchor,
  DefaultVersion,
  DeprecationDate,
  Item,
  Located,
  Manifest,
  ManifestEntry,
  MapItem,
  Module,
  Range,
  Section,
  ListedText,
  UrlMapping,
} from './manifest.js';
export { archOf, stacksOf, toldStacks } from './meant-for.js';
export { mostCommon } from './most-common.js';
export { type DigestStyle, loadPolicies, type Policies, type Policy } from './policy.js';
export { positionText } from './position.js';
export { decodeManifest, loadManifest, readManifest } from './read.js';
export { isGitRef, loadRevision } from './revision.js';
export { sectionOf } from './section.js';
export { stackNamesFor } from './stack-habit.js';
export { type EntryArch, toldArch, toldArchs } from './told-arch.js';
export { Tree } from './tree.js';
export { fileOf, listed, pathOf, titleOf } from './wording.js';
