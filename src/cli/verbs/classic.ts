import type { BuildResult } from '../../builder/order/index.js';
import { copyAtomic } from '../../files/index.js';
import { hostPath } from '../../path.js';
import { type ArtifactRecord, sourcesYaml } from '../../store/index.js';
import { artifactSuffix } from '../answer/summary.js';
import { unknownVerb } from '../catalogue/unknown.js';
import { verbOf } from '../describe/verb.js';
import { buildOptions, type BuildOptions } from '../options/build.js';
import { writeLines } from '../print/output.js';
import { toldDocument } from '../print/told.js';
import type { Session } from '../session/session.js';
import { buildAsked } from './build.js';

/** `binary-builder --name=… --version=…`, as the platform's old builder took it. */
export const verb = verbOf({
  usage: '[words...]',
  sentence: 'build as the old builder of the platform was told to',
  examples: ['binary-builder --name=libffi --version=3.4.4 --md5=0da1a5ed7786ac12dcbaf0d499d8a049'],
  options: buildOptions,
  run,
});

/**
 * What `build` does, and beside it what scripts expect of the old builder: the artifact in the working
 * directory, `Source URL:` at the beginning of a line, and `Source YAML:` with the sources in the end.
 */
async function run(words: string[], options: BuildOptions, session: Session): Promise<void> {
  const [word] = words;
  if (word !== undefined) throw unknownVerb(word);
  const asked = { ...withoutEmptyDigests(options), wording: 'classic' } as const;
  const results = await buildAsked([], asked, session);
  for (const { path, record } of results) await copyAtomic(path, hostPath(oldName(record)));
  if (options.json || results.length === 0) return;
  writeLines(process.stdout, toldDocument(closingText(results)));
}

/** Scripts say `--sha256=` of what they have no digest of; that of the recipe is checked all the same. */
function withoutEmptyDigests(options: BuildOptions): BuildOptions {
  const { md5, sha256, sha512 } = options;
  return {
    ...options,
    md5: md5 === '' ? undefined : md5,
    sha256: sha256 === '' ? undefined : sha256,
    sha512: sha512 === '' ? undefined : sha512,
  };
}

/** The file name that the old builder gave, whatever a recipe calls its artifact. */
function oldName(record: ArtifactRecord): string {
  const { name, version, arch } = record;
  return `${name}-${version}-linux-${arch}${artifactSuffix(record)}`;
}

function closingText(results: readonly BuildResult[]): string {
  const copies = results.map(({ record }) => `Copied to ${oldName(record)}`);
  const sources = results.flatMap(({ record }) => record.sources);
  const byUrl = new Map(sources.map((source) => [source.url, source]));
  return [...copies, 'Source YAML:', sourcesYaml([...byUrl.values()]).trimEnd()].join('\n');
}
