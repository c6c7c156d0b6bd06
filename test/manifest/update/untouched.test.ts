import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { BuilderError } from '../../../src/error.js';
import type { DigestStyle, ManifestEntry } from '../../../src/manifest/model/index.js';
import type { Change, Update } from '../../../src/manifest/update/index.js';
import type { ArtifactRecord } from '../../../src/store/index.js';
import { recordOf } from '../records.js';
import { afterDecisions, contentOf } from './after-decisions.js';
import { anyEntry, anyLayout, anyPolicies, anyRecords, manifestText } from './any-manifest.js';
import { decisionsOf, read, update } from './updating.js';

/** What entries are for, one by one and stack by stack, sorted. */
function placesOf(entries: readonly ManifestEntry[]): string[] {
  return entries
    .flatMap(({ name, version, stacks }) =>
      (stacks?.value ?? []).map((stack) => placeOf(name?.value, version?.value, stack.value)),
    )
    .sort();
}

function placeOf(name = '', version = '', stack = ''): string {
  return `${name} ${version} ${stack}`;
}

/** The places and the number of entries that there have to be when changes are all that happened. */
function expectedOf(
  before: readonly ManifestEntry[],
  changes: readonly Change[],
  retired: readonly string[],
): { places: string[]; entries: number } {
  let entries = before.length;
  const places = placesOf(before).filter(
    (place) => !retired.some((stack) => place.endsWith(` ${stack}`)),
  );
  for (const change of changes) {
    if (!('stacks' in change)) continue;
    const { kind, name, version, stacks } = change;
    const own = stacks
      .filter((stack) => !retired.includes(stack))
      .map((stack) => placeOf(name, version, stack));
    if (kind === 'added' || (kind === 'rebuilt' && change.apart)) entries += 1;
    if (kind === 'removed') entries -= 1;
    if (kind === 'added' || kind === 'joined') places.push(...own);
    if (kind !== 'removed' && kind !== 'retired') continue;
    for (const place of own) {
      const index = places.indexOf(place);
      if (index === -1) return { places: [`${place} went but was not there`], entries };
      places.splice(index, 1);
    }
  }
  return { places: places.sort(), entries };
}

/** Whether each entry that came or was rebuilt has the digests of a record, and those that it should. */
function digestsFit(
  entries: readonly ManifestEntry[],
  changes: readonly Change[],
  records: readonly ArtifactRecord[],
  digest: DigestStyle | undefined,
): boolean {
  return changes.every((change) => {
    if (change.kind !== 'added' && change.kind !== 'rebuilt') return true;
    const { name, version, stacks } = change;
    return entries.some((entry) => {
      const own = entry.stacks?.value.map(({ value }) => value) ?? [];
      if (entry.name?.value !== name || entry.version?.value !== version) return false;
      if (!stacks.every((stack) => own.includes(stack))) return false;
      const { md5, sha256 } = entry;
      const keys = [md5 && 'md5', sha256 && 'sha256'].filter((key) => key !== undefined);
      if (digest !== undefined && keys.join() !== (digest === 'both' ? 'md5,sha256' : digest)) {
        return false;
      }
      return records.some(
        (record) =>
          record.manifest.name === name &&
          record.manifest.version === version &&
          own.includes(record.stack.name) &&
          keys.length > 0 &&
          (md5 === undefined || md5.value === record.md5) &&
          (sha256 === undefined || sha256.value === record.sha256),
      );
    });
  });
}

/** The comments that an update took out of a text and didn't tell of, unless their entry went with its stack. */
function lostComments(before: string, { text, changes, notes }: Update): string[] {
  if (changes.some((one) => one.kind === 'removed' && one.reason.kind === 'retired')) return [];
  const comments = before.match(/#.*@\d+/g) ?? [];
  return comments.filter(
    (comment) => !text.includes(comment) && !notes.some((note) => note.includes(comment)),
  );
}

/** Undefined when a default would match nothing, which an update refuses. */
function unlessRefused(run: () => Update): Update | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof BuilderError && error.code === 'DEFAULT_MISSING') return undefined;
    throw error;
  }
}

test('every line of an entry that no change names stays as it is, the manifest says what was decided, no comment goes untold, and a second update is empty', (t) => {
  fc.assert(
    fc.property(
      fc.array(anyEntry, { maxLength: 6 }),
      anyLayout,
      anyRecords,
      anyPolicies,
      (entries, form, words, options) => {
        const text = manifestText(entries, form);
        const records = words.map((one) =>
          recordOf({ ...one, ...(one.bytes === undefined ? {} : { bytes: one.bytes }) }),
        );
        const first = unlessRefused(() => update(text, records, options));
        fc.pre(first !== undefined);
        const concerned = new Set(
          first.changes.flatMap((change) =>
            'version' in change ? [`${change.name} ${change.version}`] : [],
          ),
        );
        const manifest = read(text);
        const before = manifest.entries;
        const after = read(first.text);
        const decisions = decisionsOf(manifest, records, options);
        if (!isDeepStrictEqual(contentOf(after), afterDecisions(manifest, decisions))) return false;
        let from = 0;
        for (const { name, version, range } of before) {
          if (concerned.has(`${name?.value ?? ''} ${version?.value ?? ''}`)) continue;
          const lines = text.slice(range.start, range.end);
          const found = first.text.indexOf(lines, from);
          if (found === -1) return false;
          from = found + lines.length;
        }
        if (first.changes.length === 0 && first.text !== text) return false;
        if (lostComments(text, first).length > 0) return false;
        if (after.entries.some(({ name, version, uri }) => !name || !version || !uri)) return false;
        const expected = expectedOf(before, first.changes, options.retiredStacks);
        if (after.entries.length !== expected.entries) return false;
        const placesBefore = placesOf(before);
        // Of two entries for one place, an update may make one.
        if (
          new Set(placesBefore).size === placesBefore.length &&
          !isDeepStrictEqual(placesOf(after.entries), expected.places)
        ) {
          return false;
        }
        if (!digestsFit(after.entries, first.changes, records, options.digest)) return false;
        const second = update(first.text, records, options);
        return second.text === first.text && second.changes.length === 0;
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
  t.pass();
});
