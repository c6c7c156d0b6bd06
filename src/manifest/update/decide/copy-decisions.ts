import { groupBy } from '../../../group-by.js';
import { shellWord } from '../../../text/index.js';
import { compareVersions, newest } from '../../../version/index.js';
import { NO_COMMENTS } from '../../edit/index.js';
import { fileOf, isForEveryArch, type Manifest } from '../../model/index.js';
import { type Decisions, type EntryDecision, forStacks } from './decisions.js';
import { keptKeys } from './kept-keys.js';
import { entriesThere, type EntryThere } from './plan/planned-entry.js';
import { sharingOf } from './plan/rules.js';
import { unfilledNotes } from './unfilled-notes.js';
import { whichOf } from './which.js';

/** Which entries are taken over, and where to. */
export interface StackCopy {
  readonly from: string;
  readonly to: string;
  /** Dependencies of which somebody says that their files fit both stacks; none: those that say so themselves. */
  readonly names: readonly string[];
}

/**
 * Decides which entries for one stack are for another one as well: those whose file fits both. That is what several
 * stacks share already, and a file whose name says that it is for any stack, or has no machine code and names no
 * stack. Of dependencies that are named it is every file whose name doesn't tell another stack, or that has no machine
 * code. What the other stack has in this version, or in a newer one, stays; all that is left out is told. Pure.
 */
export function decideCopies(manifest: Manifest, copy: StackCopy): Decisions {
  const there = entriesThere(manifest);
  const stackNames = new Set([...there.flatMap(({ stacks }) => stacks ?? []), copy.from, copy.to]);
  const byName = groupBy(there, ({ name }) => name);
  const habit = sharingOf(there) ?? 'list';
  const whichFor = whichOf(there);
  const notes: string[] = [];
  const coming: EntryDecision[] = [];
  const decided = there.map((one): EntryDecision => {
    const { name, version, entry, stacks = [] } = one;
    const others = byName.get(name) ?? [];
    const which = whichFor(one);
    const stays: EntryDecision = { which, kind: 'stays', entry };
    if (!isMeant(one, others, copy)) return stays;
    const reason = againstCopy(one, others, { copy, stackNames, path: manifest.path });
    if (reason !== undefined) {
      notes.push(`${name} ${version}${forStacks({ stacks })} is left out: ${reason}`);
      return stays;
    }
    // A file that is called by a stack is for that one too, wherever it is named.
    const isCalled = stacksIn(fileOf(entry.uri?.value ?? ''), stackNames).length > 0;
    const isShared = stacks.length > 1 || isCalled;
    const sharing = isShared ? 'list' : (sharingOf(others) ?? habit);
    if (sharing === 'entries') {
      const copied = copyOf(manifest, one, copy.to);
      const own = { ...which, stacks: copied.stacks };
      coming.push({ which: own, kind: 'comes', why: 'new', entry: copied });
      return stays;
    }
    const change = { pairs: [], joined: [copy.to], left: [], outdated: [], parted: [] };
    return { which, kind: 'changes', entry, ...change };
  });
  return {
    entries: [...decided, ...coming],
    defaults: manifest.defaults.map((item) => ({ kind: 'stays', item })),
    mappings: manifest.urlMap.map((item) => ({ kind: 'stays', item })),
    deprecations: manifest.deprecations.map((item) => ({ kind: 'stays', item })),
    notes: [...notes, ...unfilledNotes(manifest, coming)],
  };
}

/** Whether an entry is one that the other stack may need: not if it has the version. */
function isMeant(
  { name, version, arch, stacks }: EntryThere,
  others: readonly EntryThere[],
  { from, to, names }: StackCopy,
): boolean {
  const isThere = others.some(
    (one) => one.version === version && one.arch === arch && one.stacks?.includes(to) === true,
  );
  return (
    stacks?.includes(from) === true && !isThere && (names.length === 0 || names.includes(name))
  );
}

interface Surroundings {
  readonly copy: StackCopy;
  /** All that are known by name. */
  readonly stackNames: ReadonlySet<string>;
  /** The manifest's, for commands. */
  readonly path: string;
}

/** Why an entry is not taken over. */
function againstCopy(
  { name, version, entry, stacks = [] }: EntryThere,
  others: readonly EntryThere[],
  { copy, stackNames, path }: Surroundings,
): string | undefined {
  const { from, to, names } = copy;
  const isNamed = names.includes(name);
  const newer = newest(
    others
      .filter((one) => one.stacks?.includes(to) === true)
      .map((one) => one.version)
      .filter((one) => compareVersions(one, version) > 0),
  );
  if (newer !== undefined && !isNamed) return `${to} has ${newer}, which is newer`;
  const uri = entry.uri?.value;
  if (uri === undefined) return 'it has no uri';
  const file = fileOf(uri);
  const told = stacksIn(file, stackNames);
  if (stacks.length > 1 || told.includes(to)) return undefined;
  const isPortable = isForEveryArch(file);
  if (told.length > 0 && !isPortable) return `its file is for ${told.join(', ')}: ${file}`;
  if (isNamed || (told.length === 0 && isForAnyStack(file))) return undefined;
  const why =
    told.length > 0
      ? `its file is called by ${told.join(', ')}, but has no machine code; if it fits ${to} too, name it`
      : `nothing says that its file fits ${to} too; if it does, name it`;
  const words = [path, from, to, name].map(shellWord).join(' ');
  return `${why}: binary-builder manifest copy-stack ${words} (${file})`;
}

/** The stacks that a file's name tells. */
function stacksIn(file: string, stackNames: ReadonlySet<string>): string[] {
  return [...stackNames].filter((stack) => isWordOf(stack, file));
}

/** Whether a file's name says that it runs wherever it is. */
function isForAnyStack(file: string): boolean {
  return isForEveryArch(file) || /(?<![a-z0-9])any[-_]?stack(?![a-z0-9])/i.test(file);
}

/** Whether a file's name has that of a stack in it, not as a part of another word. */
function isWordOf(stack: string, file: string): boolean {
  const escaped = stack.replaceAll(/[^\w]/g, '\\$&');
  return new RegExp(`(?<![a-z0-9])${escaped}(?![a-z0-9])`, 'i').test(file);
}

/** The same entry for another stack alone. */
function copyOf(manifest: Manifest, { name, version, entry, arch }: EntryThere, to: string) {
  const text = (key: string) => entry.texts.get(key)?.value;
  const example = entry.form === 'alias' ? undefined : entry;
  const kept = example === undefined ? [] : keptKeys(manifest, example);
  // What it merges, the copy merges too.
  const own = (key: string) =>
    kept.includes('<<') && !entry.keys.some(({ value }) => value === key) ? undefined : text(key);
  const values = {
    name,
    version,
    uri: text('uri') ?? '',
    md5: own('md5'),
    sha256: own('sha256'),
    cf_stacks: [to],
    source: own('source'),
    source_sha256: own('source_sha256'),
  };
  return { name, version, stacks: [to], arch, values, example, kept, comments: NO_COMMENTS };
}
