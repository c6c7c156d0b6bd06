import { numbersOf } from '../../version/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';
import { firstOf } from '../wording.js';
import { plural } from '../../text/index.js';

/** Compares the list of files with that of the last artifact of the same line. */
export const filesChanged: Check = {
  id: 'files-changed',
  severity: 'warning',
  summary: 'the artifact has the same files as the last one of the same line',
  explanation:
    'A file that went is one that somebody may miss: a program, a header, a module that was not built ' +
    'because a library was missing. One that came may be what nobody wanted to ship. Version numbers ' +
    'in names count as the same.',
  remedy:
    'Compare with the release notes of the new version. If what went was meant to be there, find in the ' +
    "build's log why it was not built; what must not come can be pruned.",
  run: compareFiles,
};

const NAMED = 10;

function compareFiles({ entries, previous }: Subject): Observation[] {
  if (previous === undefined) return [];
  const now = entries.filter(({ kind }) => kind !== 'directory').map(({ path }) => path);
  const { came, went } = changesOf(
    { version: previous.version, files: previous.files },
    { version: previous.currentVersion, files: now },
  );
  return [
    ...(came.length === 0
      ? []
      : [`has ${count(came)} that ${previous.version} didn't have: ${firstOf(came, NAMED)}`]),
    ...(went.length === 0
      ? []
      : [`lacks ${count(went)} that ${previous.version} had: ${firstOf(went, NAMED)}`]),
  ].map((message) => ({ path: '.', message }));
}

/** The files of one version. */
interface Release {
  version: string;
  files: readonly string[];
}

/** What one release has and the other hasn't, when a version in a name counts as a placeholder. */
function changesOf(before: Release, after: Release): { came: string[]; went: string[] } {
  const had = new Set(before.files);
  const has = new Set(after.files);
  // Only names that differ are looked at: what is in both, as lib32 may be, has no version in it.
  const gone = before.files.filter((file) => !has.has(file));
  const fresh = after.files.filter((file) => !had.has(file));
  const withoutOld = placeholderFor(before.version);
  const withoutNew = placeholderFor(after.version);
  const goneNames = new Set(gone.map(withoutOld));
  const freshNames = new Set(fresh.map(withoutNew));
  return {
    came: fresh.filter((file) => !goneNames.has(withoutNew(file))).sort(),
    went: gone.filter((file) => !freshNames.has(withoutOld(file))).sort(),
  };
}

/** Puts `{version}` into a path for each of 3.11.2, 3.11 and, as python has it in cpython-311.so, 311. */
function placeholderFor(version: string): (path: string) => string {
  const [major = '', minor] = numbersOf(version);
  const forms = [version, ...(minor === undefined ? [] : [`${major}.${minor}`, major + minor])];
  const any = forms.map((form) => form.replaceAll(/[^\w]/g, '\\$&')).join('|');
  const whole = new RegExp(`(?<!\\d|\\d\\.)(?:${any})(?!\\.?\\d)`, 'g');
  return (path) => path.replace(whole, '{version}');
}

function count(files: readonly string[]): string {
  return `${files.length.toLocaleString('en')} ${plural(files.length, 'file')}`;
}
