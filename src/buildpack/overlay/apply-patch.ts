import { applyPatch, reversePatch, type StructuredPatch } from 'diff';

/** What came of a patch, for one file. */
type Patched =
  | { readonly kind: 'changed'; readonly text: string }
  /** It was applied already. */
  | { readonly kind: 'same' }
  | { readonly kind: 'mismatch' }
  /** It could be applied and taken back: its lines are there in more than one place. */
  | { readonly kind: 'unclear' };

/**
 * Applies what a patch says of a file to its text, wherever in it the lines are that it is about; what
 * was applied is not applied again. At the very lines that the patch names, it is believed at once.
 * @param fuzz how many lines around a change may differ
 */
export function patchText(text: string, patch: StructuredPatch, fuzz: number): Patched {
  const back = undone(patch);
  if (applyAt(text, back) !== undefined) return { kind: 'same' };
  const there = applyAt(text, patch);
  if (there !== undefined) return checked(there, patch, fuzz);
  const changed = apply(text, patch, fuzz);
  const before = apply(text, back, fuzz);
  if (changed !== undefined && before !== undefined) return { kind: 'unclear' };
  if (before !== undefined) return { kind: 'same' };
  return changed === undefined ? { kind: 'mismatch' } : checked(changed, patch, fuzz);
}

/** A patch that could be applied to its own result would be applied again another time. */
function checked(text: string, patch: StructuredPatch, fuzz: number): Patched {
  const back = undone(patch);
  if (applyAt(text, back) !== undefined) return { kind: 'changed', text };
  const again = applyAt(text, patch) ?? apply(text, patch, fuzz);
  const before = apply(text, back, fuzz);
  return again === undefined && before !== undefined
    ? { kind: 'changed', text }
    : { kind: 'unclear' };
}

/** What takes the lines of a patch back; of a copy too, which itself is undone by a removal. */
function undone(patch: StructuredPatch): StructuredPatch {
  return reversePatch({ ...patch, isCopy: false });
}

function apply(text: string, patch: StructuredPatch, fuzzFactor: number): string | undefined {
  const result = applyPatch(text, patch, { fuzzFactor, autoConvertLineEndings: false });
  return result === false ? undefined : result;
}

/** Applies a patch at the lines that it names, and nowhere else. */
function applyAt(text: string, patch: StructuredPatch): string | undefined {
  const expected = new Map<number, string>();
  for (const { oldStart, lines } of patch.hunks) {
    let number = oldStart;
    for (const line of lines) {
      if (line.startsWith('+') || line.startsWith('\\')) continue;
      expected.set(number, line.slice(1));
      number += 1;
    }
  }
  const result = applyPatch(text, patch, {
    autoConvertLineEndings: false,
    compareLine: (number, line, _operation, wanted) =>
      line === wanted && expected.get(number) === wanted,
  });
  return result === false ? undefined : result;
}

/**
 * The text of a file that a patch makes, or empties, from its other state.
 * @returns undefined when it doesn't fit the whole of it
 */
export function patchWhole(text: string, patch: StructuredPatch): string | undefined {
  return applyAt(text, patch);
}

/** Whether a patch has a change without a line around it: it would fit anywhere, in one direction or the other. */
export function isBare({ hunks }: StructuredPatch): boolean {
  return hunks.some(({ oldLines, newLines }) => oldLines === 0 || newLines === 0);
}

/** The part of a patch that doesn't fit: its first lines that a text lacks, with where they should be. */
export function misfit(text: string, patch: StructuredPatch): string[] {
  const hunk = patch.hunks.find((one) => apply(text, { ...patch, hunks: [one] }, 0) === undefined);
  if (hunk === undefined) return [];
  const { oldStart, oldLines, newStart, newLines, lines } = hunk;
  return [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines.slice(0, 12),
    ...(lines.length > 12 ? ['…'] : []),
  ];
}
