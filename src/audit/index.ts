export { auditTree, type AuditedTree, type AuditOptions, type AuditReport } from './audit-tree.js';
export type { Check, PreviousArtifact, Subject } from './check.js';
export { checks } from './checks.js';
export { checksMarkdown } from './explain.js';
export { findPaths } from './find-paths.js';
export { describeFinding, findingsOf, type Finding, type Observation } from './finding.js';
export type { Link, Linkage } from './linkage.js';
export { requireKnownChecks, type Waiver } from './waiver.js';
