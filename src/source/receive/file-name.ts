/** A plain file name for a source, from the last part of a URL or path that others have given. */
export function fileNameFrom(text: string): string {
  const last = text.split('/').at(-1) ?? '';
  const name = last.replace(/[^\w.+~-]+/g, '_').replace(/^[.-]+/, '');
  return name.slice(-200) || 'source';
}
