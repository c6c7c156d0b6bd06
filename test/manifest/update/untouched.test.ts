import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import {
  readManifest,
  type DigestStyle,
  type ManifestEntry,
} from '../../../src/manifest/model/index.js';
import { type Change } from '../../../src/manifest/update/index.js';
import { hostPath } from '../../../src/path.js';
import type { ArtifactRecord } from '../../../src/store/index.js';
import { digestOf, recordOf } from '../records.js';
import { update } from './updating.js';

const NAMES = ['python', 'libffi', 'node'];
const VERSIONS = ['3.1', '3.5.1', '3.5.2', '3.10', '3.10.4', '4.0.0'];
const STACKS = ['cflinuxfs3', 'cflinuxfs4'];

const entry = fc.record({
  name: fc.constantFrom(...NAMES),
  version: fc.constantFrom(...VERSIONS),
  stacks: fc.subarray(STACKS, { minLength: 1 }),
  above: fc.constantFrom('', '\n', '# about the next\n', '# apart\n\n', '\n# é\t\n'),
  below: fc.constantFrom('', '    # within\n'),
  flow: fc.constantFrom('block', 'list', 'map'),
  digest: fc.constantFrom('md5', 'sha256', 'both'),
});

const layout = fc.record({
  lineEnd: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom('', '  '),
  mark: fc.constantFrom('', '\uFEFF'),
  tail: fc.constantFrom('', '\n', '\ninclude_files:\n- a\n', 'include_files: [a]'),
});

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;
type Layout = typeof layout extends fc.Arbitrary<infer T> ? T : never;

function textOf({ name, version, stacks, above, below, flow, digest }: Entry, indent: string) {
  const bytes = `${name} ${version} ${stacks[0] ?? ''} x64`;
  const written = /^\d+\.\d+$/.test(version) ? `"${version}"` : version;
  const digests = (['md5', 'sha256'] as const)
    .filter((key) => digest === 'both' || digest === key)
    .map((key) => `${key}: ${digestOf(key, bytes)}`);
  const list = `cf_stacks: [${stacks.join(', ')}]`;
  const pairs = [`name: ${name}`, `version: ${written} # v`, 'uri: https://a/x.tgz', ...digests];
  if (flow === 'map') {
    return `${above}${indent}- {${[...pairs, list].join(', ').replace(' # v', '')}}\n`;
  }
  const last = flow === 'list' ? [list] : ['cf_stacks:', ...stacks.map((stack) => `- ${stack}`)];
  return `${above}${indent}- ${[...pairs, ...last].join(`\n${indent}  `)}\n${below}`;
}

function manifestText(entries: readonly Entry[], { lineEnd, indent, mark, tail }: Layout) {
  const body = entries.map((one) => textOf(one, indent)).join('');
  const text = `${mark}language: python\ndependencies:\n${body}${tail}`;
  return (tail === '' ? text.replace(/\n$/, '') : text).replaceAll('\n', lineEnd);
}

const anyRecords = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...NAMES),
    version: fc.constantFrom(...VERSIONS, '3.10.5'),
    stack: fc.constantFrom(...STACKS, 'cflinuxfs5'),
    bytes: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
  }),
  { maxLength: 6, selector: ({ name, version, stack }) => `${name} ${version} ${stack}` },
);

const policies = fc.record({
  digest: fc.constantFrom(undefined, 'md5', 'sha256', 'both'),
  retiredStacks: fc.subarray(STACKS),
  dependencies: fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.record({
      line: fc.constantFrom(undefined, 'major', 'minor', 'any'),
      keep: fc.constantFrom(undefined, 1, 2),
      all: fc.boolean(),
    }),
  ),
});

const data = (text: string) => readManifest(hostPath('/m.yml'), text);

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

test('every line of an entry that no change names stays as it is, and a second update is empty', (t) => {
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 6 }),
      layout,
      anyRecords,
      policies,
      (entries, form, words, options) => {
        const text = manifestText(entries, form);
        const records = words.map((one) =>
          recordOf({ ...one, ...(one.bytes === undefined ? {} : { bytes: one.bytes }) }),
        );
        const first = update(text, records, options);
        const concerned = new Set(
          first.changes.flatMap((change) =>
            'version' in change ? [`${change.name} ${change.version}`] : [],
          ),
        );
        const before = data(text).entries;
        const after = data(first.text);
        let from = 0;
        for (const { name, version, range } of before) {
          if (concerned.has(`${name?.value ?? ''} ${version?.value ?? ''}`)) continue;
          const lines = text.slice(range.start, range.end);
          const found = first.text.indexOf(lines, from);
          if (found === -1) return false;
          from = found + lines.length;
        }
        if (first.changes.length === 0 && first.text !== text) return false;
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
