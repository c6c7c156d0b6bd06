import { maskedUri } from '../../network/index.js';
import type { Arch } from '../../architecture.js';
import { groupBy } from '../../group-by.js';
import { ALGORITHMS, type Dependency, type ManifestDifference } from './difference.js';

/** What one dependency is in one stack; the same name and version may be there for several. */
export interface Cell {
  readonly stack: string;
  /** As far as its entry tells. */
  readonly arch: Arch | undefined;
  readonly uri: string;
  readonly md5: string | undefined;
  readonly sha256: string | undefined;
  readonly source: string | undefined;
  readonly sourceSha256: string | undefined;
}

/** A name's versions. */
type Versions = ReadonlyMap<string, readonly Cell[]>;

/** What changed of a name's versions, the new ones first. */
export function versionDifferences(
  name: string,
  before: Versions,
  after: Versions,
): ManifestDifference[] {
  const versions = [...new Set([...before.keys(), ...after.keys()])];
  const cells = [...before.values(), ...after.values()].flat();
  const several = new Set(cells.flatMap(({ arch }) => arch ?? [])).size > 1;
  return versions
    .flatMap((version): ManifestDifference[] => {
      const [old, now] = [before.get(version) ?? [], after.get(version) ?? []];
      const dependency = { name, version };
      if (old.length === 0) return whole('added', dependency, now, several);
      if (now.length === 0) return whole('removed', dependency, old, several);
      return cellDifferences(dependency, old, now, several);
    })
    .sort((a, b) => Number(b.kind === 'added') - Number(a.kind === 'added'));
}

type Title = Omit<Dependency, 'stacks' | 'arch'>;

/** What came or went, once for each architecture if that is to be told. */
function whole(
  kind: 'added' | 'removed' | 'joined' | 'dropped',
  dependency: Title,
  cells: readonly Cell[],
  several: boolean,
): ManifestDifference[] {
  const groups = groupBy(cells, ({ arch }) => (several ? (arch ?? '') : ''));
  return [...groups.values()].map((own) => ({
    kind,
    ...dependency,
    stacks: stacksIn(own),
    ...archIn(own[0], several),
  }));
}

function archIn(cell: Cell | undefined, several: boolean): Pick<Dependency, 'arch'> {
  return several && cell?.arch !== undefined ? { arch: cell.arch } : {};
}

/** What changed of a version that both have. */
function cellDifferences(
  dependency: Title,
  before: readonly Cell[],
  after: readonly Cell[],
  several: boolean,
): ManifestDifference[] {
  const joined: Cell[] = [];
  const dropped: Cell[] = [];
  const changed = new Map<string, { stacks: string[]; old: Cell; now: Cell }>();
  for (const stack of new Set([...stacksIn(before), ...stacksIn(after)])) {
    for (const { old, now } of pairs(ofStack(before, stack), ofStack(after, stack))) {
      if (now === undefined) {
        if (old !== undefined) dropped.push(old);
      } else if (old === undefined) joined.push(now);
      else {
        // Stacks of which the same is to be said are named together.
        const key = JSON.stringify([
          { ...old, stack: '' },
          { ...now, stack: '' },
        ]);
        const same = changed.get(key);
        if (same === undefined) changed.set(key, { stacks: [stack], old, now });
        else same.stacks.push(stack);
      }
    }
  }
  return [
    ...whole('joined', dependency, joined, several),
    ...whole('dropped', dependency, dropped, several),
    ...[...changed.values()].flatMap(({ stacks, old, now }) =>
      changes({ ...dependency, stacks, ...archIn(now, several) }, old, now),
    ),
  ];
}

function changes(dependency: Dependency, old: Cell, now: Cell): ManifestDifference[] {
  const found: ManifestDifference[] = [];
  const common = ALGORITHMS.filter((one) => old[one] !== undefined && now[one] !== undefined);
  const rebuilt = common.find((one) => old[one] !== now[one]);
  if (rebuilt !== undefined) {
    const [before = '', after = ''] = [old[rebuilt], now[rebuilt]];
    found.push({ kind: 'rebuilt', ...dependency, algorithm: rebuilt, before, after });
  } else {
    const [before, after] = [digestsIn(old), digestsIn(now)];
    if (before !== after) found.push({ kind: 'digests', ...dependency, before, after });
    if (old.uri !== now.uri) {
      found.push({
        kind: 'moved',
        ...dependency,
        before: maskedUri(old.uri),
        after: maskedUri(now.uri),
      });
    }
  }
  if (old.source !== now.source || old.sourceSha256 !== now.sourceSha256) {
    found.push({ kind: 'source', ...dependency, before: sourceIn(old), after: sourceIn(now) });
  }
  return found;
}

function digestsIn(cell: Cell): string {
  return ALGORITHMS.filter((one) => cell[one] !== undefined).join(' and ') || 'no digest';
}

function sourceIn({ source, sourceSha256 }: Cell): string {
  const digest = sourceSha256 === undefined ? [] : [`sha256 ${sourceSha256}`];
  return [...(source === undefined ? [] : [maskedUri(source)]), ...digest].join(' ') || 'no source';
}

/**
 * Puts together what is the same, else what is for the same architecture, else, if one of the two tells
 * none, what comes at the same place: a stack may have an entry of a version for each architecture.
 */
function pairs(
  before: readonly Cell[],
  after: readonly Cell[],
): { old: Cell | undefined; now: Cell | undefined }[] {
  const rest = [...after];
  const take = (wanted: (cell: Cell) => boolean): Cell | undefined => {
    const index = rest.findIndex(wanted);
    return index === -1 ? undefined : rest.splice(index, 1)[0];
  };
  const left = before.filter((old) => take((now) => isSame(old, now)) === undefined);
  const alike = left.map((old) => ({ old, now: take((now) => isForSameArch(old, now)) }));
  return [
    ...alike.map(({ old, now }) => ({
      old,
      now: now ?? take((other) => mayBeForSame(old, other)),
    })),
    ...rest.map((now) => ({ old: undefined, now })),
  ];
}

function isSame(a: Cell, b: Cell): boolean {
  return (
    a.uri === b.uri &&
    a.md5 === b.md5 &&
    a.sha256 === b.sha256 &&
    a.source === b.source &&
    a.sourceSha256 === b.sourceSha256
  );
}

function isForSameArch(a: Cell, b: Cell): boolean {
  return a.arch === b.arch;
}

function mayBeForSame(a: Cell, b: Cell): boolean {
  return a.arch === undefined || b.arch === undefined;
}

function stacksIn(cells: readonly Cell[]): string[] {
  return [...new Set(cells.map(({ stack }) => stack))];
}

function ofStack(cells: readonly Cell[], stack: string): Cell[] {
  return cells.filter((cell) => cell.stack === stack);
}
