import { lineOf, newest } from '../../../version/index.js';
import type { MappingDecision } from './decisions.js';
import type { Manifest } from '../../model/index.js';
import type { VersionChange } from './versions-by-place.js';

/**
 * Moves a fixed version of `url_to_dependency_map` that went to what is there in its place. One that went
 * for some stacks or architectures only stays, and is noted.
 * @param byName whether it was named what goes: mappings to what has no version any more then go with it
 */
export function decideMappings(
  { urlMap }: Manifest,
  { before, after, byPlace }: VersionChange,
  { byName }: { readonly byName: boolean },
): { mappings: MappingDecision[]; notes: string[] } {
  const notes: string[] = [];
  const mappings = urlMap.map((item): MappingDecision => {
    const stays = { kind: 'stays', item } as const;
    const { name: { value: name } = {}, version: { value: from } = {} } = item;
    if (byName && name !== undefined && before.has(name) && !after.has(name)) {
      return { kind: 'goes', item, name };
    }
    if (name === undefined || from === undefined || from.includes('$')) return stays;
    if (before.get(name)?.has(from) !== true) return stays;
    const left = after.get(name);
    if (left?.has(from) === true) {
      const lost = byPlace.filter(
        (own) =>
          own.before.get(name)?.has(from) === true && own.after.get(name)?.has(from) === false,
      );
      notes.push(
        ...lost.map(
          ({ forWhat }) =>
            `url_to_dependency_map: ${name} stays at ${from}, which is not there${forWhat} any more`,
        ),
      );
      return stays;
    }
    const to = newestNear(from, [...(left ?? [])]);
    return to === undefined ? stays : { kind: 'moves', item, name, from, to };
  });
  return { mappings, notes };
}

/** The newest of a version's minor line, or else of its major one, or else of all. */
function newestNear(version: string, versions: readonly string[]): string | undefined {
  for (const line of ['minor', 'major', 'any'] as const) {
    const own = versions.filter((other) => lineOf(other, line) === lineOf(version, line));
    if (own.length > 0) return newest(own);
  }
  return undefined;
}
