import type { ArtifactRecord } from '../store/index.js';
import { hostPath } from '../path.js';
import { groupBy } from '../group-by.js';
import { compareVersions } from './compare-versions.js';
import { readManifest } from './read.js';
import { updateManifest } from './update.js';
import { writeScalar } from './scalar.js';
import type { DigestStyle } from './policy.js';

/** What a first manifest goes by. */
export interface NewManifestOptions {
  readonly language: string;
  readonly uriOf: (record: ArtifactRecord) => string;
  /** Default: sha256. */
  readonly digest?: DigestStyle | undefined;
}

/**
 * The text of a first manifest in today's form: an entry per artifact, sorted by name, version and
 * stacks, and the newest version of each as its default. Relocated artifacts are left
 * out; so are those for other architectures than x64, if there are some for that: entries can't say theirs.
 */
export function newManifest(
  records: readonly ArtifactRecord[],
  { language, uriOf, digest = 'sha256' }: NewManifestOptions,
): string {
  const originals = records.filter(({ relocated_from }) => relocated_from === undefined);
  const arch = originals.some((record) => record.arch === 'x64') ? 'x64' : originals[0]?.arch;
  const own = originals.filter((record) => record.arch === arch);
  const newest = new Map<string, string>();
  for (const { manifest } of own) {
    const other = newest.get(manifest.name);
    if (other === undefined || compareVersions(manifest.version, other) > 0) {
      newest.set(manifest.name, manifest.version);
    }
  }
  const names = [...newest].sort(([a], [b]) => (a < b ? -1 : 1));
  const defaults = names.map(
    ([name, version]) => `- name: ${writeScalar(name)}\n  version: ${writeScalar(version)}\n`,
  );
  const lists =
    own.length === 0
      ? 'default_versions: []\ndependencies: []\n'
      : `default_versions:\n${defaults.join('')}dependencies:\n`;
  const text = `---\nlanguage: ${writeScalar(language)}\n${lists}`;
  if (own.length === 0) return text;
  return updateManifest(readManifest(hostPath('manifest.yml'), text), own, {
    policies: {
      digest,
      retiredStacks: [],
      dependencies: Object.fromEntries(names.map(([name]) => [name, { all: true }])),
    },
    wanted: [
      ...groupBy(own, ({ manifest: { name, version } }) => `${name}@${version}`).values(),
    ].flatMap(([first]) => (first === undefined ? [] : first.manifest)),
    uriOf,
    defaults: {},
  }).text;
}
