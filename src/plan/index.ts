export { EPOCH, FIXED_ENVIRONMENT } from './environment.js';
export { buildId, buildKey } from './key.js';
export { makePlan, planWithAddresses } from './plan.js';
export { relocatedPlan, type Origin } from './relocated.js';
export type { Request } from './request.js';
export { BUILD_MODES, chooseWay, type BuildMode, type Way } from './way.js';
export {
  PLAN_REVISION,
  planSchema,
  type ArtifactTest,
  type OwnPlan,
  type Plan,
  type Step,
} from './schema.js';
