import { listed, titleOf } from '../../manifest/model/index.js';
import { printable } from '../../text/index.js';
import type { Dependency } from './sources.js';

/** Says of files that are in a package under two names why that is, and how one would do. Pure. */
export function namedTwice(dependencies: readonly Dependency[]): string[] {
  const twice = dependencies.filter(({ copies }) => copies.length > 0);
  const [first] = twice;
  if (first === undefined) return [];
  const titles = twice.flatMap(({ entries: [entry] }) =>
    entry === undefined ? [] : titleOf(entry),
  );
  const names = [first.member, ...first.copies].map(printable).join(' or ');
  return [
    `The zip has the file of ${listed(titles)} under two names, since staging makes one of a file: uri by the ` +
      `version of its ruby: ${names}. An https: uri has one name everywhere.`,
  ];
}
