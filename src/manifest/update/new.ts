import type { Arch } from '../../architecture.js';
import type { ArtifactRecord } from '../../store/index.js';
import { hostPath } from '../../path.js';
import { groupBy } from '../../group-by.js';
import { compareVersions } from '../../version/index.js';
import { type DigestStyle, readManifest } from '../model/index.js';
import { updateManifest } from './update.js';
import { writeScalar } from '../edit/index.js';

/** What a first manifest goes by. */
interface NewManifestOptions {
  readonly language: string;
  readonly uriOf: (record: ArtifactRecord) => string;
  /** Default: sha256. */
  readonly digest?: DigestStyle | undefined;
  /** Default: those that the records are for. */
  readonly architectures?: readonly Arch[] | undefined;
}

/**
 * The text of a first manifest in today's form: an entry per artifact, sorted by name, version and
 * stacks, those for x64 before those for other architectures, and as the default of each the newest version
 * that all of its architectures have. Relocated artifacts are left out.
 *
 * @throws BuilderError USAGE when there are several architectures, and addresses don't tell theirs
 */
export function newManifest(
  records: readonly ArtifactRecord[],
  { language, uriOf, digest = 'sha256', architectures }: NewManifestOptions,
): string {
  const own = records.filter(
    ({ relocated_from, arch }) =>
      relocated_from === undefined && (architectures?.includes(arch) ?? true),
  );
  const names = [...groupBy(own, ({ manifest }) => manifest.name)]
    .map(([name, those]) => [name, newestOfAll(those)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
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

/** The newest version that there is for each of the architectures, or else for one of them. */
function newestOfAll(records: readonly ArtifactRecord[]): string {
  const archs = new Set(records.map(({ arch }) => arch));
  const byVersion = groupBy(records, ({ manifest }) => manifest.version);
  const versions = [...byVersion.keys()].sort(compareVersions);
  const common = versions.filter(
    (version) => new Set(byVersion.get(version)?.map(({ arch }) => arch)).size === archs.size,
  );
  return common.at(-1) ?? versions.at(-1) ?? '';
}
