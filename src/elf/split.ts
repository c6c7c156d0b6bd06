/**
 * Cuts what readelf prints about several files into a text for each. They are found by the names that
 * were asked for, in that order: a name can hold anything, a line break too. About a single file readelf
 * prints no name.
 * @throws Error when a file is missing, or when something in a file reads like the name of another: the
 * files then have to be looked at one by one
 */
export function splitByFile(output: string, paths: readonly string[]): string[] {
  if (paths.length < 2) return [output];
  const headers = paths.map((path) => `\nFile: ${path}\n`);
  const text = `\n${output}`;
  if (count(text) !== headers.reduce((sum, header) => sum + count(header), 0)) {
    const lost = paths.find((_, index) => !text.includes(headers[index] ?? ''));
    throw new Error(
      lost === undefined
        ? 'readelf printed something that reads like the name of a file'
        : `readelf printed nothing about ${lost}`,
    );
  }
  const starts: { header: number; body: number }[] = [];
  let position = 0;
  for (const [index, header] of headers.entries()) {
    const start = text.indexOf(header, position);
    if (start === -1) throw new Error(`readelf printed nothing about ${paths[index] ?? ''}`);
    // The line break at the end may be the one that the next header begins with.
    position = start + header.length - 1;
    starts.push({ header: start, body: position });
  }
  return starts.map(({ body }, index) => text.slice(body, starts[index + 1]?.header));
}

/** How many lines of a text could begin what is printed about a file. */
function count(text: string): number {
  return text.split('\nFile: ').length - 1;
}
