import nodePath from 'node:path';

/**
 * Chooses some of many paths so that every kind of file is among them, told by the ends of their names:
 * thousands of compiled files must not hide the one text that they differ because of. Pure.
 * @returns the chosen ones, in the order of `paths`
 */
export function spread(paths: readonly string[], most: number): Set<string> {
  const kinds = new Map<string, string[]>();
  for (const path of paths) {
    const kind = nodePath.posix.extname(path);
    const kin = kinds.get(kind);
    if (kin) kin.push(path);
    else kinds.set(kind, [path]);
  }
  const chosen: string[] = [];
  for (let round = 0; chosen.length < Math.min(most, paths.length); round += 1) {
    for (const kin of kinds.values()) chosen.push(...kin.slice(round, round + 1));
  }
  const kept = new Set(chosen.slice(0, most));
  return new Set(paths.filter((path) => kept.has(path)));
}
