/**
 * An operation whose module is loaded when it is called: most commands need few of them, and loading
 * is most of what starting takes.
 */
export function lazily<Arguments extends unknown[], Result>(
  load: () => Promise<(...args: Arguments) => Promise<Result>>,
): (...args: Arguments) => Promise<Result> {
  return async (...args) => (await load())(...args);
}
