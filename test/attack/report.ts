/** What the attack programs said. */
export interface Report {
  /** Names of those that were refused, sorted. */
  refused: string[];
  /** Lines of those that weren't. */
  through: string[];
  /** Names of those that do what builds need, and could; sorted. */
  works: string[];
  /** Lines of those that couldn't. */
  broken: string[];
}

/** Reads what `run.sh` prints, among other lines. Pure. */
export function readReport(lines: readonly string[]): Report {
  const said = lines.flatMap((line) => {
    const match = /^([a-z0-9-]+): (refused|got through|works|broken): (.*)$/.exec(line);
    if (match === null) return [];
    const [, name = '', how = ''] = match;
    return [{ name, how, line }];
  });
  const namesOf = (wanted: string) =>
    said.flatMap(({ name, how }) => (how === wanted ? name : [])).sort();
  const linesOf = (wanted: string) => said.flatMap(({ how, line }) => (how === wanted ? line : []));
  return {
    refused: namesOf('refused'),
    through: linesOf('got through'),
    works: namesOf('works'),
    broken: linesOf('broken'),
  };
}
