import { pathToFileURL } from 'node:url';
import type { HostPath } from '../../path.js';
import { suffixOf } from '../../plan/index.js';
import type { ArtifactRecord } from '../../store/index.js';

/** What the platform's builder of 2026 writes of a build, for the pipeline around it. */
interface Summary {
  /** In the working directory. */
  artifact_path: string;
  version: string;
  sha256: string;
  /** Where the artifact can be had. */
  url: string;
  source: { url: string; md5: string; sha256: string; sha512: string };
  sub_dependencies: Record<string, never>;
}

/** The file name that the platform's builder gives to an artifact. */
export function platformName(record: ArtifactRecord): string {
  const { name, version, arch, stack, sha256 } = record;
  return `${name}_${version}_linux_${arch}_${stack.name}_${sha256.slice(0, 8)}${artifactSuffix(record)}`;
}

/** With what the name of an artifact's file ends. */
export function artifactSuffix({ file, single }: Pick<ArtifactRecord, 'file' | 'single'>): string {
  return single === undefined ? '.tgz' : suffixOf(file);
}

/** The summary of an artifact that was published at a path. */
export function summaryOf({ record, path }: { record: ArtifactRecord; path: HostPath }): Summary {
  const [source] = record.sources;
  if (source === undefined) throw new TypeError(`${record.file} was made of no source`);
  const { url, md5, sha256, sha512 } = source;
  return {
    artifact_path: platformName(record),
    version: record.version,
    sha256: record.sha256,
    url: pathToFileURL(path).href,
    source: { url, md5, sha256, sha512 },
    sub_dependencies: {},
  };
}
