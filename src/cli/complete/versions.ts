import type { HostPath } from '../../path.js';
import { loadRecipe } from '../../recipe/index.js';

/** The versions that a recipe knows; none of one that can't be read, which others tell. */
export async function versionsOf(name: string, folders: readonly HostPath[]): Promise<string[]> {
  const loaded = await loadRecipe(name, folders).catch(() => undefined);
  return Object.keys(loaded?.recipe.versions ?? {});
}
