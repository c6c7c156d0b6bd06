import type * as z from 'zod';
import { Address } from '../../network/index.js';
import { list, text } from '../describe/option.js';

/** Options of what fetches from an address that is given. */
export const addressOptions = {
  url: text('<URL>', 'get the source from here first'),
  secretQuery: list(
    '<NAME>',
    'a field in the query of addresses that is a secret too (repeatable)',
  ),
};

/** An address, where one was given. */
export type GivenAddress = Partial<z.infer<z.ZodObject<typeof addressOptions>>>;

/** The address that the options give, if any: from here on nobody prints its secrets by mistake. */
export function addressOf({ url, secretQuery }: GivenAddress): Address | undefined {
  return url === undefined ? undefined : new Address(url, secretQuery);
}
