import { isElfOf } from '../../architecture.js';
import { symbolsNeeding, type ElfDetails } from '../../elf/index.js';
import { inNumericOrder } from '../../version/index.js';
import type { Check, Subject } from '../check.js';
import type { Observation } from '../finding.js';

/** How many symbols a finding names. */
const NAMED = 3;

/** Compares the versions of symbols that binaries need with those that the stack's libraries define. */
export const glibcMax: Check = {
  id: 'glibc-max',
  severity: 'error',
  summary: "no binary needs a newer C library, or other library, than the stack's",
  explanation:
    'The C library and some others mark each of their functions with the version that it came with, as ' +
    'in strlcpy@GLIBC_2.38, and a binary lists the versions that it needs. If one is missing, the loader ' +
    'starts nothing: "version GLIBC_2.38 not found". A binary that was linked in a newer system than it ' +
    'runs in is like that.',
  remedy:
    'Build in the stack itself, and not from objects or libraries that were compiled elsewhere. If the ' +
    'library is one that the artifact should bring, have it built or installed into the tree.',
  run: findNewer,
};

async function findNewer(subject: Subject): Promise<Observation[]> {
  const found: Observation[] = [];
  for (const file of subject.elf) {
    if (!isElfOf(subject.arch, file)) continue;
    subject.signal?.throwIfAborted();
    if (file.sections.length === 0 && (file.dynamic?.needed.length ?? 0) > 0) {
      const message =
        'has no section headers, so nobody can tell which versions of symbols it needs';
      found.push({ path: file.path, message });
    }
    found.push(...(await observe(file, subject)));
  }
  return found;
}

/** A version of symbols that the stack's library of that name lacks. */
interface Missing {
  version: string;
  library: string;
  /** Those that it has. */
  offered: readonly string[];
}

async function observe(
  file: ElfDetails,
  { libraries, stack, run }: Subject,
): Promise<Observation[]> {
  const missing = file.needs.flatMap(({ library, versions }): Missing[] => {
    if (libraries.has(library)) return [];
    const offered = stack.libraries.find(({ name }) => name === library)?.versions ?? [];
    // The loader asks nothing of a library that was linked without versions.
    if (offered.length === 0) return [];
    return versions
      .filter((version) => !offered.includes(version))
      .map((version) => ({ version, library, offered }));
  });
  if (missing.length === 0) return [];
  const symbols = await symbolsNeeding(
    file.path,
    missing.map(({ version }) => version),
    run,
    // The finding stands without their names too.
  ).catch(() => new Map<string, string[]>());
  return missing.map(({ version, library, offered }) => ({
    path: file.path,
    message:
      `needs ${version} of ${library}${nameSome(symbols.get(version) ?? [])}; ` +
      `the stack ${stack.stack} ${offer(version, offered)}`,
  }));
}

function nameSome(symbols: readonly string[]): string {
  if (symbols.length === 0) return '';
  const more = symbols.length - NAMED;
  return ` (${symbols.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}

function offer(version: string, offered: readonly string[]): string {
  const family = version.replace(/\d.*$/, '');
  const newest = offered
    .filter((other) => other.startsWith(family) && /^\d/.test(other.slice(family.length)))
    .sort(inNumericOrder)
    .at(-1);
  if (newest === undefined) return "doesn't have it";
  const have = `has it up to ${newest}`;
  return inNumericOrder(version, newest) > 0 ? have : `${have}, but not in this version`;
}
