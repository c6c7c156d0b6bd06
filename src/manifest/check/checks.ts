import type { ManifestCheck } from './check.js';
import { credentials } from './checks/credentials.js';
import { dateMalformed } from './checks/date-malformed.js';
import { defaultDeprecated } from './checks/default-deprecated.js';
import { defaultRepeated } from './checks/default-repeated.js';
import { defaultUnmatched } from './checks/default-unmatched.js';
import { deprecated } from './checks/deprecated.js';
import { deprecationUnmatched } from './checks/deprecation-unmatched.js';
import { digestInFileName } from './checks/digest-in-file-name.js';
import { digestMalformed } from './checks/digest-malformed.js';
import { digestMissing } from './checks/digest-missing.js';
import { digestShared } from './checks/digest-shared.js';
import { duplicateEntry } from './checks/duplicate-entry.js';
import { duplicateKey } from './checks/duplicate-key.js';
import { fetchCheck } from './checks/fetch.js';
import { filesUnmatched } from './checks/files-unmatched.js';
import { missingKey } from './checks/missing-key.js';
import { misspeltKey } from './checks/misspelt-key.js';
import { numberVersion } from './checks/number-version.js';
import { recordDigest } from './checks/record-digest.js';
import { recordFileName } from './checks/record-file-name.js';
import { recordUnknown } from './checks/record-unknown.js';
import { singleVersion } from './checks/single-version.js';
import { sourceDigest } from './checks/source-digest.js';
import { stackMismatch } from './checks/stack-mismatch.js';
import { stackUnknown } from './checks/stack-unknown.js';
import { stacksEmpty } from './checks/stacks-empty.js';
import { stacksShared } from './checks/stacks-shared.js';
import { unknownKey } from './checks/unknown-key.js';
import { uriShared } from './checks/uri-shared.js';
import { urlMapInvalid } from './checks/url-map-invalid.js';
import { urlMapRunaway } from './checks/url-map-runaway.js';
import { urlMapShadowed } from './checks/url-map-shadowed.js';
import { urlMapStale } from './checks/url-map-stale.js';
import { urlMapUnmatched } from './checks/url-map-unmatched.js';
import { versionMismatch } from './checks/version-mismatch.js';
import { wrongType } from './checks/wrong-type.js';

/** Every check by its id, in the order in which they run and are listed: errors, then warnings. */
export const manifestChecks: Readonly<Record<string, ManifestCheck>> = register([
  missingKey,
  wrongType,
  misspeltKey,
  duplicateKey,
  numberVersion,
  digestMissing,
  digestMalformed,
  digestInFileName,
  digestShared,
  uriShared,
  versionMismatch,
  stackMismatch,
  stacksEmpty,
  duplicateEntry,
  singleVersion,
  defaultUnmatched,
  defaultRepeated,
  dateMalformed,
  urlMapInvalid,
  urlMapRunaway,
  urlMapUnmatched,
  urlMapShadowed,
  credentials,
  recordDigest,
  fetchCheck,
  unknownKey,
  stackUnknown,
  stacksShared,
  sourceDigest,
  defaultDeprecated,
  deprecated,
  deprecationUnmatched,
  urlMapStale,
  filesUnmatched,
  recordUnknown,
  recordFileName,
]);

function register(list: readonly ManifestCheck[]): Record<string, ManifestCheck> {
  return Object.fromEntries(list.map((check) => [check.id, check]));
}
