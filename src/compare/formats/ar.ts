import type { Content, Pair } from '../comparison.js';
import { compareListings } from '../listing.js';
import type { MemberFile } from '../member-file.js';
import { rangeOf } from '../stream.js';
import { compareStreams } from '../compare-streams.js';
import { listAr } from './ar-members.js';
import { PartList } from './parts.js';

/**
 * Compares two `ar` archives member by member.
 * @throws Error when one can't be read
 */
export async function compareAr(
  { before, after }: Pair<MemberFile>,
  lines: number,
): Promise<Content | undefined> {
  const parts = new PartList('ar', lines);
  const listings = compareListings(await listAr(before), await listAr(after));
  parts.add(...listings.parts);
  for (const { name, before: old, after: young } of listings.common) {
    const bytes = await compareStreams(
      rangeOf(before.handle, old.offset, old.size),
      rangeOf(after.handle, young.offset, young.size),
    );
    parts.addBytes(name, bytes);
  }
  return parts.content();
}
