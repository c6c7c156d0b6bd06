export { FIXED_ENVIRONMENT } from './environment.js';
export { buildId, buildKey } from './key.js';
export { makePlan } from './plan.js';
export type { Request } from './request.js';
export { planSchema, type ArtifactTest, type Plan, type Step } from './schema.js';
