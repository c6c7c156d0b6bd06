export { artifactFileOf, suffixOf } from './artifact-file.js';
export { EPOCH, FIXED_ENVIRONMENT } from './environment.js';
export { buildId, buildKey } from './key.js';
export { bytesWith, knownBytes } from './known-bytes.js';
export { makePlan, planWithAddresses } from './plan.js';
export { type Origin, relocatedPlan } from './relocated.js';
export type { Request } from './request.js';
export {
  type ArchiveSource,
  type ArtifactTest,
  type FurtherSource,
  type OwnPlan,
  type Plan,
  PLAN_REVISION,
  planSchema,
  type Step,
} from './schema.js';
export { BUILD_MODES, type BuildMode, chooseWay, type Way } from './way.js';
export { parsePrefix } from './prefix.js';
