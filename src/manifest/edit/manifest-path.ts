/** A step into a manifest: a key, and, where its value is a list of maps, which of them is meant. */
export interface PathStep {
  readonly key: string;
  /** What the item has at its keys; empty when the step is a key alone. */
  readonly where: readonly { readonly key: string; readonly value: string }[];
}

/** What {@link parseManifestPath} reads, for messages. */
export const PATH_EXAMPLE = 'dependencies[name=libffi].uri';

const STEP = /^([\w-]+)(?:\[([^[\]]*)\])?(?:\.|$)/;
const CONDITION = /^([\w-]+)=(.+)$/;

/**
 * Reads the path of a value in a manifest: keys with dots between them, and behind a list's key in
 * brackets what the item has that is meant: `dependencies[name=python,version=3.5.2].uri`. A list has what is
 * one of its texts: `cf_stacks=cflinuxfs4`.
 * @returns undefined when it is no such path
 */
export function parseManifestPath(text: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = [];
  let rest = text;
  do {
    const [all = '', key, conditions] = STEP.exec(rest) ?? [];
    if (key === undefined) return undefined;
    const where: PathStep['where'][number][] = [];
    for (const condition of conditions?.split(',') ?? []) {
      const [, name, value] = CONDITION.exec(condition.trim()) ?? [];
      if (name === undefined || value === undefined) return undefined;
      where.push({ key: name, value });
    }
    steps.push({ key, where });
    rest = rest.slice(all.length);
    if (rest === '' && all.endsWith('.')) return undefined;
  } while (rest !== '');
  // What is set is a key's text, never an item.
  return steps.at(-1)?.where.length === 0 ? steps : undefined;
}

/** A step as it is written in a path. */
export function stepText({ key, where }: PathStep): string {
  const conditions = where.map((condition) => `${condition.key}=${condition.value}`).join(',');
  return conditions === '' ? key : `${key}[${conditions}]`;
}
