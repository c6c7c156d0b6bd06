/** The word for one, or for another number of it: `plural(2, 'file')` is `files`. */
export function plural(number: number, one: string, many = `${one}s`): string {
  return number === 1 ? one : many;
}

/** `1 error`, `2 errors`. */
export function counted(number: number, one: string, many?: string): string {
  return `${number} ${plural(number, one, many)}`;
}
