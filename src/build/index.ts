import { lazily } from '../lazily.js';

export { build, defaultJobs, entryYaml, type BuildRequest, type BuildResult } from './build.js';
export { fetchPlanSource, type Signature } from './fetch.js';
export { withRecipeLimits, type BuildContext } from './context.js';
export {
  parseArch,
  resolve,
  probeEngines,
  type BuildOrder,
  type Places,
  type Resolved,
} from './resolve.js';
export type { ArtifactRequest } from './artifact.js';
export type { ForeignRequest } from './audit-artifact.js';
export type { Rebuilt, RebuildRequest } from './rebuild.js';
export type { RelocatedArtifact, RelocationRequest } from './relocate-artifact.js';
export type { TestedArtifact } from './test-artifact.js';
export type { Proof, Verdict } from './verify.js';

export const auditArtifact = lazily(
  async () => (await import('./audit-artifact.js')).auditArtifact,
);
export const auditForeign = lazily(async () => (await import('./audit-artifact.js')).auditForeign);
export const failedBuilds = lazily(async () => (await import('./shell.js')).failedBuilds);
export const openShell = lazily(async () => (await import('./shell.js')).openShell);
export const rebuildArtifact = lazily(async () => (await import('./rebuild.js')).rebuildArtifact);
export const relocateArtifact = lazily(
  async () => (await import('./relocate-artifact.js')).relocateArtifact,
);
export const stackCatalogue = lazily(async () => (await import('./catalogue.js')).stackCatalogue);
export const testArtifact = lazily(async () => (await import('./test-artifact.js')).testArtifact);
export const verifyArtifact = lazily(async () => (await import('./verify.js')).verifyArtifact);
