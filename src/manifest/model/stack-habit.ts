import type { ArtifactRecord } from '../../store/index.js';
import { archOfStack } from './arch-of-uri.js';
import type { Manifest } from './manifest.js';

/**
 * The names under which a manifest has the stacks of records. Most have a record's own; one that has
 * stacks called `cflinuxfs3-s390x` tells architectures by them, and goes on to.
 */
export function stackNamesFor(manifest: Manifest): (record: ArtifactRecord) => string {
  const names = manifest.entries.flatMap(({ stacks }) => stacks?.value ?? []);
  const all = [...names, ...(manifest.stack === undefined ? [] : [manifest.stack])];
  const there = new Set(all.map(({ value }) => value));
  const telling = [...there].flatMap((name) => archOfStack(name) ?? []);
  const [habit] = telling;
  return ({ stack: { name }, arch }) => {
    if (habit === undefined || archOfStack(name) !== undefined) return name;
    const own = telling.filter((one) => one.arch === arch);
    const [like] = [...own.filter(({ base }) => base === name), ...own];
    // What has no word of its own is what stacks were for before there were others.
    const plain = arch === 'x64' && (there.has(name) || like === undefined);
    return plain ? name : name + (like?.separator ?? habit.separator) + (like?.word ?? arch);
  };
}
