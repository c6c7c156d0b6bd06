import * as z from 'zod';
import { strictObject } from '../../files/index.js';
import type { Severity } from '../../text/index.js';

/** What somebody says of a check of manifests: how much its findings matter, and why. */
export interface CheckSetting {
  /** The check's id. */
  readonly check: string;
  readonly severity: Severity | 'off';
  /** Undefined only where nothing is made less than it is. */
  readonly reason?: string | undefined;
}

/** The words that say how much a check matters. */
export const CHECK_SEVERITIES = ['off', 'warning', 'error'] as const satisfies readonly (
  Severity | 'off'
)[];

/** Whether a setting says why, where it has to: whoever asks for an error takes nothing away. */
export function isReasoned({ severity, reason }: Omit<CheckSetting, 'check'>): boolean {
  return severity === 'error' || (reason !== undefined && reason.trim() !== '');
}

const setting = strictObject({
  severity: z.enum(CHECK_SEVERITIES),
  reason: z.string().optional(),
}).refine(isReasoned, "say why, with 'reason'");

/**
 * The schema of settings by the ids of their checks.
 * @param ids those that there are; undefined: any, since whoever reads them doesn't check
 */
export function checkSettingsSchema(ids: readonly string[] | undefined) {
  if (ids === undefined) return z.record(z.string(), setting.optional());
  return strictObject(Object.fromEntries(ids.map((id) => [id, setting.optional()])));
}
