export { auditArtifact, auditForeign, type ForeignRequest } from './audit.js';
export { rebuildArtifact, type Rebuilt } from './rebuild.js';
export { relocateArtifact } from './relocate.js';
export { testArtifact } from './test.js';
export { type Proof, type Verdict, verifyArtifact } from './verify.js';
export type { ArtifactRequest } from './workbench.js';
