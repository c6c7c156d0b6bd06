/**
 * The file name of a plan's artifact: in place of `{sha8}` it has the beginning of the sha256 that the artifact
 * turned out to have.
 */
export function artifactFileOf(
  { artifact }: { readonly artifact: { readonly file: string } },
  sha256: string,
): string {
  return withSha8(artifact.file, sha256.slice(0, 8));
}

/** With what the name of a file ends, which tells what it is: `.tar.gz`, `.phar`; empty for none. */
export function suffixOf(file: string): string {
  return /(\.tar)?\.[a-z0-9]+$/i.exec(file)?.[0] ?? '';
}

/** Puts the first eight digits of a sha256 in place of `{sha8}`. */
export function withSha8(file: string, sha8: string): string {
  return file.replaceAll('{sha8}', sha8);
}
