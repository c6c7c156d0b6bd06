import type { ManifestCheck, Observation } from '../check.js';
import type { Located, Manifest } from '../../model/index.js';

/** Looks for versions that YAML reads as something else than text. */
export const numberVersion: ManifestCheck = {
  id: 'number-version',
  severity: 'error',
  summary: 'versions are texts, not numbers',
  explanation:
    'Without quotes YAML reads 3.10 as the number 3.1, 1e3 as 1000 and 2024-01-01 as a date. ' +
    'Readers that ask for a text then refuse it, or look for a version that there is not. ' +
    'Where the number is written as the version is, as 3.1, it is a warning: it works as long as ' +
    'readers make a text of it, and until 3.10 comes.',
  remedy: 'Put quotes around it: version: "3.10".',
  run: checkVersions,
};

/**
 * Numbers of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema) and of 1.1
 * (https://yaml.org/type/float.html, int.html), which has underscores, base 2 and base 60 too.
 */
const NUMBER =
  /^[-+]?(?:0b[01_]+|0o[0-7]+|0x[\da-f_]+|\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:e[-+]?\d+)?|\.(?:inf|nan))$/i;

/** https://yaml.org/type/timestamp.html, without a time of day. */
const DATE = /^\d{4}-\d{1,2}-\d{1,2}$/;

function checkVersions({ text, entries, defaults, urlMap, deprecations }: Manifest): Observation[] {
  const versions = [
    ...[...entries, ...defaults, ...urlMap].map(({ version }) => version),
    ...deprecations.map(({ versionLine }) => versionLine),
  ];
  // One that several have through an alias is told once.
  const seen = new Set<number>();
  return versions.flatMap((version) => {
    if (version === undefined || seen.has(version.start)) return [];
    seen.add(version.start);
    const kind = misreadAs(version, text);
    if (kind === undefined) return [];
    const message = `version ${version.value} is read as a ${kind}: quote it, "${version.value}"`;
    const harmless = PLAIN.test(version.value);
    return [{ range: version, message, ...(harmless && { severity: 'warning' as const }) }];
  });
}

/** A number that Ruby, Python and Go write again as it is. */
const PLAIN = /^(?:0|[1-9]\d*)(?:\.(?:0|\d*[1-9]))?$/;

function misreadAs({ value, start, end }: Located<string>, text: string): string | undefined {
  if (text.slice(start, end) !== value || hasTag(start, text)) return undefined;
  if (DATE.test(value)) return 'date';
  return NUMBER.test(value) ? 'number' : undefined;
}

/** Whether the word before, in the same line, is a tag such as `!!str`. */
function hasTag(offset: number, text: string): boolean {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const word = before.trimEnd();
  return word !== before && (word.split(/\s/).at(-1) ?? '').includes('!');
}
