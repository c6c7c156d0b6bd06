import type { GuestPath, HostPath } from '../path.js';
import type { Subject } from './check.js';
import { checks } from './checks.js';
import type { Finding } from './finding.js';
import { listTree } from '../tree/index.js';

/** A tree that is to be audited, after everything has been done to it. */
export interface AuditedTree {
  readonly root: HostPath;
  /** Where the tree will be on the platform. */
  readonly prefix: GuestPath;
}

/** What an audit has to know beside the tree. */
export interface AuditOptions {
  /** Paths that exist only while building, such as `/binary-builder/source`. */
  readonly needles: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Looks at a tree with every check and changes nothing.
 * @returns what was found, sorted by path, then by check and offset; empty when all is well
 */
export async function auditTree(tree: AuditedTree, options: AuditOptions): Promise<Finding[]> {
  const { needles, signal } = options;
  const entries = await listTree(tree.root, signal);
  const subject: Subject = { ...tree, entries, needles, signal };
  const findings: Finding[] = [];
  for (const { id, severity, run } of Object.values(checks)) {
    signal?.throwIfAborted();
    const observations = await run(subject);
    findings.push(...observations.map((seen) => ({ check: id, severity, ...seen })));
  }
  return findings.sort(inOrder);
}

function inOrder(a: Finding, b: Finding): number {
  return (
    compare(a.path, b.path) ||
    compare(a.check, b.check) ||
    (a.offset ?? -1) - (b.offset ?? -1) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
