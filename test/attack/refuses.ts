import type { ExecutionContext } from 'ava';
import { attackNames, neededNames } from './programs.js';
import type { Report } from './report.js';

/** Asserts that every attack was refused, and that what builds need works. */
export async function refusesAll(t: ExecutionContext, report: Report): Promise<void> {
  t.deepEqual(report.through, []);
  t.deepEqual(report.broken, []);
  t.deepEqual(report.refused, await attackNames());
  t.deepEqual(report.works, await neededNames());
}
