import { readFile } from 'node:fs/promises';

/** How many users a root may have: all that a package gives files to, and `nobody`, who is 65534. */
export const IDS = 65_536;

/**
 * The first of the user and group ids that stand for those of a root while it is made. Local users,
 * /etc/subuid's defaults, containers of systemd (524288 to 1879048191) and directories of companies
 * (up to 2000200000) are below it, and systemd's foreign ids (from 2147352576) above.
 * @see https://systemd.io/UIDS-GIDS/
 */
export const FIRST_ID = 0x7e00_0000;

/** No range begins from here on. */
const END = 0x7ff0_0000;

interface Range {
  first: number;
  count: number;
}

/** What a machine says of who has which ids. */
interface Given {
  /** The content of /etc/passwd and /etc/group. */
  accounts: readonly string[];
  /** The content of /etc/subuid and /etc/subgid. */
  subordinate: readonly string[];
  /** The content of /proc/self/uid_map and gid_map: a container's root has few ids. */
  maps: readonly string[];
}

/**
 * The first of {@link IDS} user and group ids that nobody has: {@link FIRST_ID}, or else the next range
 * in which there is nobody, or else the last ids that we have. Undefined when there is none. Pure.
 */
export function unusedIds({ accounts, subordinate, maps }: Given): number | undefined {
  const taken = [
    ...fieldsOf(accounts, /:/).map(([, , id]): Range => ({ first: Number(id), count: 1 })),
    // As subuid(5) has them.
    ...fieldsOf(subordinate, /:/).map(([, first, count]) => rangeOf(first, count)),
  ];
  const ours = maps.map((map) =>
    fieldsOf([map.trim()], / +/).map(([first, , count]) => rangeOf(first, count)),
  );
  const free = (start: number) =>
    !taken.some(({ first, count }) => first < start + IDS && start < first + count) &&
    ours.every((ranges) =>
      ranges.some(({ first, count }) => first <= start && start + IDS <= first + count),
    );
  const usual = Array.from(
    { length: (END - FIRST_ID) / IDS },
    (_, index) => FIRST_ID + index * IDS,
  );
  const last = ours.flat().map(({ first, count }) => first + count - IDS);
  return [...usual, ...last].find((start) => start > 0 && free(start));
}

function rangeOf(first: string | undefined, count: string | undefined): Range {
  return { first: Number(first), count: Number(count) };
}

function fieldsOf(files: readonly string[], separator: RegExp): string[][] {
  return files.flatMap((text) => text.split('\n')).map((line) => line.trim().split(separator));
}

/** Reads {@link Given}. */
export async function readGiven(): Promise<Given> {
  const read = (files: readonly string[]) =>
    Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const [accounts, subordinate, maps] = await Promise.all([
    read(['/etc/passwd', '/etc/group']),
    read(['/etc/subuid', '/etc/subgid']),
    read(['/proc/self/uid_map', '/proc/self/gid_map']),
  ]);
  return { accounts, subordinate, maps };
}
