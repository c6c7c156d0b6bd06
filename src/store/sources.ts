import { stringify } from 'yaml';

/**
 * The text that lists sources in the form of the platform's old builder, which wrote it into its artifacts and
 * printed it: a YAML document, a list of `url` and `sha256`.
 */
export function sourcesYaml(sources: readonly { url: string; sha256: string }[]): string {
  const list = sources.map(({ url, sha256 }) => ({ url, sha256 }));
  return stringify(list, { directives: true, lineWidth: 0 });
}
