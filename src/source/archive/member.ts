import {
  findUnsafeMember,
  partsOf,
  type Member,
  type UnsafeMember,
} from '../../archive/tar/index.js';

/** What is to be done with an archive's members, all of which have been looked at. */
type Inspection =
  /** `strip`: how many leading folders every member shares and loses. */
  { kind: 'safe'; strip: 0 | 1 } | ({ kind: 'unsafe' } & UnsafeMember);

/** Checks members as {@link findUnsafeMember} does, for a tree that loses its single top folder. */
export function inspectMembers(members: readonly Member[]): Inspection {
  const top = singleTop(members);
  const unsafe = findUnsafeMember(members, top);
  if (unsafe !== undefined) return { kind: 'unsafe', ...unsafe };
  return { kind: 'safe', strip: top === undefined ? 0 : 1 };
}

/** The folder that every member is in, if there is one. */
function singleTop(members: readonly Member[]): string | undefined {
  const paths = members.map(({ path }) => partsOf(path)).filter((parts) => parts.length > 0);
  const top = paths[0]?.[0];
  if (top === undefined || top === '..' || paths.some((parts) => parts[0] !== top))
    return undefined;
  const isFolder = members.every(
    ({ path, type }) => partsOf(path).length !== 1 || type === 'directory',
  );
  return isFolder && paths.some((parts) => parts.length > 1) ? top : undefined;
}
