import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isInternal } from './internal.js';

/** How host names become addresses, and which addresses are of no use to anybody outside. */
export interface Names {
  readonly lookup: LookupFunction;
  /** See {@link isInternal}. */
  readonly isInternal: (address: string) => boolean;
}

/** As the machine has it. */
export const NAMES: Names = { lookup: systemLookup, isInternal };

/** Whether the host of an address is an internal one by what stands there, without asking anybody. Pure. */
export function isInternalHost({ hostname }: URL, names: Names): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? /(?:^|\.)localhost\.?$/i.test(host) : names.isInternal(host);
}

/**
 * A lookup that gives no internal address, for a socket to connect to what it gives: a name can't be asked
 * twice, and be something else the second time.
 * @param refused the error when a name has none but internal addresses; told one of them
 */
export function outwardLookup(
  { lookup, isInternal: isInside }: Names,
  refused: (address: string) => Error,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const all = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
      const [first, ...others] = all.filter(({ address }) => !isInside(address));
      if (first === undefined) callback(refused(all[0]?.address ?? hostname), []);
      else if (options.all === true) callback(null, [first, ...others]);
      else callback(null, first.address, first.family);
    });
  };
}
