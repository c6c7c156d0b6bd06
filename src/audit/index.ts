export { auditTree, type AuditedTree, type AuditOptions } from './audit-tree.js';
export type { Check, Subject } from './check.js';
export { checks } from './checks.js';
export type { Finding, Severity } from './finding.js';
