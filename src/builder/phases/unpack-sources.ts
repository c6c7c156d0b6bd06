import { mkdir, readdir } from 'node:fs/promises';
import nodePath from 'node:path';
import { BuilderError, systemErrorCode } from '../../error.js';
import { copyBytes } from '../../files/index.js';
import { GUEST, guestPath, type HostPath, inHost } from '../../path.js';
import type { FurtherSource, Plan } from '../../plan/index.js';
import { unpack } from '../../source/index.js';
import { linkOnTheWay } from '../../tree/index.js';
import { furtherFolder, onHost, type PlanSources, type Workplace } from '../place/index.js';

/** The members of each source that were left out, by its name. */
export type LeftOut = ReadonlyMap<string, readonly string[]>;

/**
 * Unpacks what a plan is built from: its source, then what is taken beside it, into the source or to where steps find
 * it read-only.
 * @throws BuilderError NOT_AN_ARCHIVE, UNSAFE_ARCHIVE, RECIPE_INVALID where the place of one is taken
 */
export async function unpackSources(
  plan: Plan,
  { main, further }: PlanSources,
  place: Workplace,
  signal?: AbortSignal,
): Promise<LeftOut> {
  const source = await onHost(place, GUEST.source);
  const { exclude } = plan.source;
  const file = plan.source.kind === 'archive' ? plan.source.file : undefined;
  const leftOut = new Map<string, readonly string[]>();
  if (file !== undefined) await putFile(main.path, inHost(source, file), signal);
  else leftOut.set(plan.name, await unpack(main.path, source, { exclude, signal }));
  for (const { planned, fetched } of further) {
    const to = await placeOf(planned, source, place);
    if (planned.unpack) {
      const { exclude: left } = planned.source;
      leftOut.set(planned.name, await unpack(fetched.path, to, { exclude: left, signal }));
    } else {
      await putFile(fetched.path, to, signal);
    }
  }
  return leftOut;
}

/** A source that isn't unpacked, as whoever fetches it has it: no program. */
async function putFile(from: HostPath, to: HostPath, signal?: AbortSignal): Promise<void> {
  await mkdir(nodePath.dirname(to), { recursive: true });
  await copyBytes(from, to, { mode: 0o644, signal });
}

/** Where something is put; what an archive has there already, a link on the way too, is in the way. */
async function placeOf(
  { name, into, unpack: isUnpacked }: FurtherSource,
  source: HostPath,
  place: Workplace,
): Promise<HostPath> {
  if (into === undefined) return inHost(furtherFolder(place), name);
  const link = await linkOnTheWay(source, into.split('/'));
  if (link !== undefined) throw inTheWay(name, into, `a link at ${link.path}`, link.path);
  const to = await onHost(place, guestPath(GUEST.source, into));
  const there = await readdir(to).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    if (systemErrorCode(error) === 'ENOTDIR') return [into];
    throw error;
  });
  const isFree = there === undefined || (isUnpacked && there.length === 0);
  if (!isFree) throw inTheWay(name, into, `something there`, into);
  return to;
}

function inTheWay(name: string, into: string, what: string, path: string): BuilderError {
  return new BuilderError(
    'RECIPE_INVALID',
    `${name} can't be put into ${into}: the source has ${what}.`,
    {
      hint: `Put it into another folder, or leave that of the source out: 'exclude: ["*/${path}"]' beside its url.`,
    },
  );
}
