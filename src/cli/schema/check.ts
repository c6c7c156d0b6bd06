import * as z from 'zod';
import { listOf, severity } from './kinds.js';

const check = z.strictObject({
  id: z.string(),
  severity,
  summary: z.string(),
  explanation: z.string(),
  remedy: z.string(),
});

/** `audit --explain`, `manifest check --explain` */
export const checksListed = z.strictObject({
  type: z.literal('checks.listed'),
  checks: listOf(check),
});

/** `audit --explain CHECK`, `manifest check --explain CHECK` */
export const checkExplained = z.strictObject({ type: z.literal('check.explained'), check });
