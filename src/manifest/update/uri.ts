import { BuilderError } from '../../error.js';
import { didYouMean } from '../../text/index.js';
import { type ArtifactRecord } from '../../store/index.js';

const VALUES: Readonly<Record<string, (record: ArtifactRecord) => string>> = {
  name: (record) => record.manifest.name,
  version: (record) => record.version,
  stack: (record) => record.stack.name,
  arch: (record) => record.arch,
  file: (record) => record.file,
  sha256: (record) => record.sha256,
  sha8: (record) => record.sha256.slice(0, 8),
};

/**
 * The address of an artifact by a template such as `https://binaries.example.org/{stack}/{file}`.
 * @throws BuilderError USAGE when the template has a word in braces that isn't known
 */
export function expandUri(template: string, record: ArtifactRecord): string {
  return template.replace(/\{([^{}]*)\}/g, (_all, word: string) => {
    const value = Object.hasOwn(VALUES, word) ? VALUES[word] : undefined;
    if (value !== undefined) return encodeURIComponent(value(record));
    const known = Object.keys(VALUES);
    throw new BuilderError('USAGE', `There is no {${word}} in '${template}' to fill in.`, {
      hint:
        didYouMean(word, known, (nearest) => `{${nearest}}`) +
        `Known: ${known.map((name) => `{${name}}`).join(', ')}.`,
    });
  });
}
