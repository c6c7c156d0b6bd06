import type * as z from 'zod';
import type { Digests } from '../../files/index.js';
import type { Address, FullAddresses, PublicUri } from '../../network/index.js';
import type { Received, Receiving } from '../receive/index.js';

/** One place where an archive can be had, ready to be asked. */
export interface Origin {
  /** It, for people and records. */
  readonly shown: PublicUri;
  /** What its address had when it was recorded, and lacks: a user name, a token. */
  readonly withheld: readonly string[];
  /** Those of its bytes, where they aren't those that are expected of the others. */
  readonly digests?: Digests | undefined;
  /** @throws OriginFailure; BuilderError DISK_FULL, NOT_WRITABLE */
  receive(expected: Digests, receiving: Receiving): Promise<Received>;
}

/** What a plan's origin is made from beside what the recipe says of it. */
export interface OriginFacts {
  /** The version that is wanted. */
  readonly version: string;
  /** Reads an address, with the fields of its query that are secrets. */
  readonly addressOf: (url: string) => Address;
}

/** An origin as a plan has it, and the address that stands whole for it in this process. */
export interface PlannedOrigin<Planned> {
  readonly origin: Planned;
  readonly address?: Address;
}

/** A kind of origin: how recipes and plans have it, how people read it, and how it is opened. */
interface OriginKind<Written extends z.ZodType, Planned extends z.ZodObject> {
  /** As `kind` of a plan's origin, and the key of a recipe's mirror, has it. */
  readonly kind: string;
  /** How a recipe's `mirrors` have it, once placeholders are filled. */
  readonly written: Written;
  /** How a plan has it. Plans are published, so it has no secrets. */
  readonly planned: Planned;
  /** Pure. */
  plan(written: z.infer<Written>, facts: OriginFacts): PlannedOrigin<z.infer<Planned>>;
  /** In one line, for who reads a plan. */
  told(origin: z.infer<Planned>): string;
  /** What stands for it in records. */
  shown(origin: z.infer<Planned>): PublicUri;
  /** @param addresses those that this process knows whole; more than one may stand for an origin */
  open(origin: z.infer<Planned>, addresses: FullAddresses): readonly Origin[];
}

/** A kind of origin as the registry has it: what it is given is read with its own schemas first. */
interface RegisteredOrigin<Written extends z.ZodType, Planned extends z.ZodObject> {
  readonly kind: string;
  readonly written: Written;
  readonly planned: Planned;
  plan(written: unknown, facts: OriginFacts): PlannedOrigin<z.infer<Planned>>;
  told(origin: unknown): string;
  shown(origin: unknown): PublicUri;
  open(origin: unknown, addresses: FullAddresses): readonly Origin[];
}

/** Makes a kind of origin one among others. */
export function originKind<Written extends z.ZodType, Planned extends z.ZodObject>(
  own: OriginKind<Written, Planned>,
): RegisteredOrigin<Written, Planned> {
  const { kind, written, planned } = own;
  return {
    ...{ kind, written, planned },
    plan: (given, facts) => own.plan(written.parse(given), facts),
    told: (origin) => own.told(planned.parse(origin)),
    shown: (origin) => own.shown(planned.parse(origin)),
    open: (origin, addresses) => own.open(planned.parse(origin), addresses),
  };
}
