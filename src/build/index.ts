export { build, defaultJobs, entryYaml, type BuildRequest, type BuildResult } from './build.js';
export { fetchPlanSource, type Signature } from './fetch.js';
export { failedBuilds, openShell } from './shell.js';
export type { BuildContext } from './context.js';
export {
  parseArch,
  resolve,
  probeEngines,
  type BuildOrder,
  type Places,
  type Resolved,
} from './resolve.js';
export type { AuditReport } from '../audit/index.js';
export type { ArtifactRequest } from './artifact.js';
export { describeFinding, findingsOf } from './audit.js';
export { auditArtifact, auditForeign, type ForeignRequest } from './audit-artifact.js';
export { rebuildArtifact, type Rebuilt, type RebuildRequest } from './rebuild.js';
export {
  relocateArtifact,
  type RelocatedArtifact,
  type RelocationRequest,
} from './relocate-artifact.js';
export { testArtifact, type TestedArtifact } from './test-artifact.js';
export { verifyArtifact, type Proof, type Verdict } from './verify.js';
