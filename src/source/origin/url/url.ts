import * as z from 'zod';
import { text } from '../../../name-schema.js';
import { Address, publicUri } from '../../../network/index.js';
import type * as Moved from './moved.js';
import { originKind, type Origin } from '../kind.js';

/** What an address was given with and a plan doesn't say: a user name, a password, names of query fields. */
export const withheld = z.array(z.string().regex(/^[\w. -]+$/)).optional();

/** An `http:`, `https:` or `file:` address. */
export const url = originKind({
  kind: 'url',
  written: text,
  planned: z.strictObject({
    kind: z.literal('url'),
    /** Without secrets: plans are published. */
    url: text,
    withheld,
  }),
  plan(written, { addressOf }) {
    const address = addressOf(written);
    return { origin: plannedUrl(address), address };
  },
  told: (origin) => origin.url,
  shown: (origin) => publicUri(origin.url),
  open(origin, addresses) {
    const given = addresses.get(origin.url) ?? [];
    const isGiven = given.some((address) => address.public === origin.url);
    return [
      ...given.map((address) => urlOrigin(address)),
      ...(isGiven ? [] : [urlOrigin(new Address(origin.url), origin.withheld)]),
    ];
  },
});

/** An address as a plan has it. */
export function plannedUrl(address: Address): { kind: 'url'; url: string; withheld?: string[] } {
  return { kind: 'url', url: address.public, ...withheldFrom(address) };
}

/** What of an address a plan names without saying it. */
export function withheldFrom({ withheld }: Address): { withheld?: string[] } {
  return withheld.length === 0 ? {} : { withheld: [...withheld] };
}

/**
 * The origin that an address is.
 * @param withheld what it had when it was recorded, and lacks
 */
export function urlOrigin(address: Address, withheld: readonly string[] = []): Origin {
  return {
    shown: address.public,
    withheld,
    async receive(_expected, receiving) {
      // Loaded here, since recipes and plans are read without.
      const { receiveUrl } = await import('./receive.js');
      return await receiveUrl(address, receiving);
    },
  };
}

/** See `moved.ts`; loaded here, since recipes and plans are read without. */
export async function movedTo(...asked: Parameters<typeof Moved.movedTo>) {
  const { movedTo } = await import('./moved.js');
  return await movedTo(...asked);
}
