export { type AuditOptions, type AuditReport, auditTree } from './audit-tree.js';
export type { PreviousArtifact } from './check.js';
export { checks } from './checks.js';
export { checksMarkdown } from './explain.js';
export { findPaths } from './find-paths.js';
export { describeFinding, type Finding, findingsOf, type Observation } from './finding.js';
export { requireKnownChecks, type Waiver } from './waiver.js';
