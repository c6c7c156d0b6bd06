import { FILE_NAME } from '../../../name.js';
import { ALGORITHMS, isDigest, type Algorithm, type Digests } from '../../../files/index.js';

/** One version of a source package, as a suite has it. */
interface SourcePackage {
  version: string;
  /** Upstream's archives, with the digests that the suite's signed index gives. */
  archives: { name: string; digests: Digests; /** Bytes. */ size: number }[];
}

/** The fields of a source package's paragraph that list its files (Debian Policy §5.6.21, §5.6.24). */
const FIELDS: Readonly<Record<string, Algorithm>> = {
  Files: 'md5',
  'Checksums-Sha256': 'sha256',
  'Checksums-Sha512': 'sha512',
};

/** Reads what `apt-cache showsrc` prints. */
export function parseSources(text: string): SourcePackage[] {
  return text.split(/\n{2,}/).flatMap((paragraph) => {
    const fields = parseFields(paragraph);
    const version = fields.get('Version');
    return version === undefined ? [] : [{ version, archives: archivesOf(fields) }];
  });
}

/** The fields of one paragraph; continuation lines keep their line breaks (deb822(5)). */
function parseFields(paragraph: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of paragraph.matchAll(
    /^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)/gm,
  )) {
    fields.set(name, value);
  }
  return fields;
}

function archivesOf(fields: Map<string, string>): SourcePackage['archives'] {
  const byName = new Map<string, { digests: Digests; size: number }>();
  for (const [field, algorithm] of Object.entries(FIELDS)) {
    for (const line of fields.get(field)?.split('\n') ?? []) {
      const [digest = '', size = '', name = ''] = line.trim().split(/\s+/);
      // The index is a mirror's; what it calls a file becomes the name of one of ours.
      if (!FILE_NAME.test(name) || !/\.orig\.tar\.\w+$/.test(name)) continue;
      if (!isDigest(algorithm, digest) || !/^\d{1,15}$/.test(size)) continue;
      const digests = { ...byName.get(name)?.digests, [algorithm]: digest.toLowerCase() };
      byName.set(name, { digests, size: Number(size) });
    }
  }
  return [...byName].map(([name, known]) => ({ name, ...known }));
}

/** A Debian version without its epoch and revision: `1:3.4.4-1` is upstream's 3.4.4. */
export function upstreamVersion(version: string): string {
  return version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');
}

/** Which package to get, and which of its files; or what there is instead, for the message. */
type Choice =
  | { kind: 'chosen'; version: string; file: string; /** Bytes. */ size: number }
  | { kind: 'none'; reason: string };

/**
 * Chooses by digest, as suites move and package versions with them; by upstream version only when
 * the suite lists none of the digests that are known.
 */
export function choosePackage(
  packages: readonly SourcePackage[],
  wanted: { package: string; suite: string; version: string; expected: Digests },
): Choice {
  const candidates = packages.flatMap(({ version, archives }) =>
    archives.map(({ name, digests, size }) => ({
      version,
      file: name,
      size,
      digests,
      verdict: compare(wanted.expected, digests),
    })),
  );
  const chosen =
    candidates.find(({ verdict }) => verdict === 'same') ??
    candidates.find(
      ({ verdict, version }) =>
        verdict === 'unknown' && upstreamVersion(version) === wanted.version,
    );
  if (chosen) {
    const { version, file, size } = chosen;
    return { kind: 'chosen', version, file, size };
  }
  if (candidates.length === 0) {
    return { kind: 'none', reason: `${wanted.suite} has no source package ${wanted.package}` };
  }
  const there = candidates.map(
    ({ version, digests }) => `${version} (${showDigest(digests, wanted.expected)})`,
  );
  return {
    kind: 'none',
    reason: `${wanted.suite} has ${wanted.package} only as ${there.join(', ')}`,
  };
}

function compare(expected: Digests, listed: Digests): 'same' | 'different' | 'unknown' {
  const comparable = ALGORITHMS.filter((name) => expected[name] && listed[name]);
  if (comparable.length === 0) return 'unknown';
  return comparable.every((name) => expected[name] === listed[name]) ? 'same' : 'different';
}

/** A digest that can be held against the expected one, if there is any. */
function showDigest(digests: Digests, expected: Digests): string {
  const algorithm =
    ALGORITHMS.find((name) => expected[name] && digests[name]) ??
    ALGORITHMS.find((name) => digests[name]);
  return algorithm === undefined ? 'no digest' : `${algorithm} ${digests[algorithm] ?? ''}`;
}
