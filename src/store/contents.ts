import * as z from 'zod';
import { memberPath } from '../name-schema.js';
import type { HostPath } from '../path.js';
import { printableJson } from '../text/index.js';
import { readJson, strictObject } from '../files/index.js';

const path = memberPath;

const memberSchema = strictObject({
  path,
  /** `link` is a symbolic link, `hardlink` a further name of the member at `target`. */
  kind: z.enum(['file', 'directory', 'link', 'hardlink']),
  /** Permission bits in octal: `0755`. */
  mode: z
    .string()
    .regex(/^[0-7]{4}$/, 'must be four octal digits')
    .optional(),
  /** Bytes. */
  size: z.int().nonnegative().optional(),
  target: z.string().optional(),
});

const neededSchema = strictObject({
  name: z.string(),
  from: z.enum(['artifact', 'stack', 'missing']),
  /** Where it is found: in the artifact, or in the stack's root. */
  path: z.string().min(1).optional(),
});

const linkedFileSchema = strictObject({ path, needed: z.array(neededSchema) });

const waivedSchema = strictObject({
  check: z.string(),
  reason: z.string(),
  /** Globs; none means every file. */
  files: z.array(z.string()),
  /** How many findings that kept quiet. */
  findings: z.int().nonnegative(),
});

/** {@link Contents}, as its file has it; the order of the keys here is their order there. */
export const contentsSchema = strictObject({
  /** Bytes of all files together, unpacked. */
  size: z.int().nonnegative(),
  /** The highest version of glibc that any file needs; null when none needs glibc. */
  glibc: z
    .string()
    .regex(/^\d+(\.\d+)+$/, 'must be a version of glibc')
    .nullable(),
  members: z.array(memberSchema),
  libraries: z.array(linkedFileSchema),
  waived: z.array(waivedSchema),
});

/** A library that a file names, and who has it. */
export type NeededLibrary = z.infer<typeof neededSchema>;

/** An ELF file of an artifact with the libraries that it names, in the loader's order. */
export type LinkedFile = z.infer<typeof linkedFileSchema>;

/**
 * What is in an artifact. Like its record, it holds nothing of the machine that built it: members
 * are in the artifact's order, the rest is sorted by whoever makes it.
 */
export type Contents = z.infer<typeof contentsSchema>;

/** The text of a contents file: JSON with one item on a line, so that version control shows what came and went. */
export function contentsJson(contents: Contents): string {
  const lines = Object.entries(contentsSchema.parse(contents)).map(
    ([key, value]) => `  ${printableJson(key)}: ${valueText(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

function valueText(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return printableJson(value);
  return `[\n${value.map((item) => `    ${printableJson(item)}`).join(',\n')}\n  ]`;
}

/**
 * Reads a contents file.
 * @returns undefined when there is none
 * @throws BuilderError RECORD_INVALID
 */
export async function readContents(path: HostPath): Promise<Contents | undefined> {
  return await readJson(path, contentsSchema);
}
