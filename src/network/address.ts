import { inspect } from 'node:util';

declare const shown: unique symbol;

/** An address without secrets: what is printed, recorded, compared, and part of a plan. */
export type PublicUri = string & { readonly [shown]: true };

/*
 * These look at texts of others, which may be long: schemes have an end, since else every letter of a long
 * word would be the beginning of one that is looked for up to the word's end.
 */

/** The user name and password of an address, with the `@`. */
const CREDENTIALS = /([a-z][a-z0-9+.-]{0,31}:\/\/)([^\s/?#]*)@/gi;

/** An address in a text of whoever knows what, as far as it goes. */
const IN_TEXT = /[a-z][a-z0-9+.-]{0,31}:\/\/(?:[^\s/?#]*@)?[^\s"'<>`]*/gi;

/** What stands behind an address in a sentence or a list. */
const BEHIND = '.,;:!)]}';

/** Between two fields of a query; a value may have semicolons in it. */
const SEPARATOR = /(&|;(?=[^=&;]+=))/;

/** With these the user is a part of the place, and no secret: `ssh://git@host/x.git`. */
const NAMES_ITS_USER = /^(?:git\+)?ssh:/i;

/** What queries call their secrets, in lower case with a hyphen where a new word begins. */
const SECRET_NAMES = [
  // Signed addresses of object stores: of no use once the signature is gone.
  /^x-(?:amz|goog|oss|obs)-/,
  /(?:token|signature|password|passwd|passphrase|secret|credentials?|authorization|api-?key|access-?key|access-?key-?id|access-?id|session-?id)$/,
  /(?:^|[-_.])(?:sig|key|auth|pass|pwd|private|bearer|jwt)$/,
];

/** The shortest secret that is looked for in texts of others; what is shorter stands in any text. */
const SHORTEST = 4;

/**
 * An address that may have secrets in it: a user name, a password, a token in its query. Whatever
 * prints or writes it gets its public form; {@link Address.full} alone tells the whole.
 */
export class Address {
  /** The address without its secrets; the rest stays as it was written. */
  readonly public: PublicUri;
  /** What the public form lacks, in words: `user name`, `password`, or the name of a query's field. */
  readonly withheld: readonly string[];
  readonly #full: string;
  readonly #secrets: readonly string[];
  readonly #secretQuery: readonly string[];

  /** @param secretQuery names of query fields that are secrets, beside those that are known */
  constructor(text: string, secretQuery: readonly string[] = []) {
    this.#full = text;
    this.#secretQuery = secretQuery;
    this.public = publicUri(text, secretQuery);
    const { user, password } = userOf(text);
    const isPlace = NAMES_ITS_USER.test(text);
    const fields = secretFields(text, secretQuery);
    this.withheld = [
      ...(user === '' || isPlace ? [] : ['user name']),
      ...(password === '' ? [] : ['password']),
      // They are printed and written.
      ...new Set(fields.map(({ name }) => name.replace(/[^\w.-]/g, '_'))),
    ];
    // A user name alone is a token.
    const token = password === '' && !isPlace ? [user] : [];
    this.#secrets = spellings([password, ...token, ...fields.map(({ value }) => value)], {
      user,
      password,
    });
  }

  /** The whole address, to ask for it and for nothing else: it is neither printed nor written. */
  full(): string {
    return this.#full;
  }

  /** Takes this address's secrets, and those of every address, out of a text of somebody else. */
  conceal(text: string): string {
    return this.#secrets.reduce(
      (rest, secret) => rest.replaceAll(secret, '***'),
      withoutSecrets(text, this.#secretQuery),
    );
  }

  toString(): string {
    return this.public;
  }

  toJSON(): string {
    return this.public;
  }

  [inspect.custom](): string {
    return this.public;
  }
}

/**
 * Full addresses by the public one that stands for them in a plan: they travel beside it, to fetch
 * what it names. They are tried in their order.
 */
export type FullAddresses = ReadonlyMap<string, readonly Address[]>;

/** Addresses by their public forms. */
export function byPublicUri(addresses: readonly Address[]): FullAddresses {
  const all = new Map<string, Address[]>();
  for (const address of addresses) {
    const same = all.get(address.public) ?? [];
    if (!same.some((other) => other.full() === address.full())) same.push(address);
    all.set(address.public, same);
  }
  return all;
}

/**
 * An address without its user name, its password and the secrets of its query; the rest stays as it
 * was written. What only looks like a part of the credentials after that (a password with a slash in
 * it) goes too.
 * @param secretQuery names of query fields that are secrets, beside those that are known
 */
export function publicUri(uri: string, secretQuery: readonly string[] = []): PublicUri {
  return withoutFields(withoutUser(uri), secretQuery) as PublicUri;
}

/** An address in whose place of each secret stands `***`, to tell that it has some, or others. */
export function maskedUri(uri: string, secretQuery: readonly string[] = []): PublicUri {
  const masked = uri.replace(CREDENTIALS, (all: string, scheme: string, user: string) =>
    bareUser(scheme, user) === `${user}@` ? all : `${scheme}***@`,
  );
  const kept = eachField(masked, (field, { name, secret }) =>
    isSecret(name, secretQuery) && secret ? `${field.slice(0, field.indexOf('='))}=***` : field,
  );
  return kept as PublicUri;
}

/** Takes the user names, passwords and secret query fields out of every address in a text. */
export function withoutSecrets(text: string, secretQuery: readonly string[] = []): string {
  return text.replace(IN_TEXT, (address) => publicInText(address, secretQuery));
}

/** The same of every text in a value that can be JSON; names of fields stay. */
export function withoutSecretsIn(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
    typeof item === 'string' ? withoutSecrets(item) : item,
  );
}

/** Where in a text addresses with secrets stand, and what is to stand there instead. */
export function secretsIn(
  text: string,
  secretQuery: readonly string[] = [],
): { start: number; end: number; text: string }[] {
  return [...text.matchAll(IN_TEXT)].flatMap(({ 0: address, index }) => {
    const bare = publicInText(address, secretQuery);
    return bare === address ? [] : [{ start: index, end: index + address.length, text: bare }];
  });
}

/** What follows an address in a sentence or a list is no part of it. */
function publicInText(address: string, secretQuery: readonly string[]): string {
  let end = address.length;
  while (BEHIND.includes(address[end - 1] ?? ' ')) end -= 1;
  const own = address.slice(0, end);
  return withoutFields(withoutCredentials(own), secretQuery) + address.slice(end);
}

function withoutCredentials(text: string): string {
  return text.replace(
    CREDENTIALS,
    (_all, scheme: string, user: string) => scheme + bareUser(scheme, user),
  );
}

/** What of `user:password` stays before the host, with its `@`. */
function bareUser(scheme: string, user: string): string {
  return NAMES_ITS_USER.test(scheme) ? `${user.replace(/:.*$/s, '')}@` : '';
}

function withoutUser(uri: string): string {
  const bare = withoutCredentials(uri);
  if (!URL.canParse(bare)) return withoutLikeUser(bare);
  const url = new URL(bare);
  const named = NAMES_ITS_USER.test(bare) ? '' : url.username;
  if (named === '' && url.password === '') return bare;
  url.username = '';
  url.password = '';
  return url.href;
}

/** Takes out of an address that is none what stands between `//` and the last `@` of the same word. */
function withoutLikeUser(text: string): string {
  return text
    .split(/(\s+)/)
    .map((word) => {
      const { start, end } = likeUser(word);
      return word.slice(0, start) + word.slice(end);
    })
    .join('');
}

function likeUser(word: string): { start: number; end: number } {
  const start = word.indexOf('//') + 2;
  const end = word.lastIndexOf('@') + 1;
  return start > 1 && end > start ? { start, end } : { start: word.length, end: word.length };
}

function userOf(text: string): { user: string; password: string } {
  if (URL.canParse(text)) {
    const { username: user, password } = new URL(text);
    return { user, password };
  }
  const [info = ''] = text.split(/\s+/).flatMap((word) => {
    const { start, end } = likeUser(word);
    return start === end ? [] : [word.slice(start, end - 1)];
  });
  const colon = info.indexOf(':');
  return colon === -1
    ? { user: info, password: '' }
    : { user: info.slice(0, colon), password: info.slice(colon + 1) };
}

interface Field {
  /** As it was written, decoded. */
  name: string;
  value: string;
  /** Whether there is a value that could be a secret. */
  secret: boolean;
}

function secretFields(text: string, secretQuery: readonly string[]): Field[] {
  const found: Field[] = [];
  eachField(text, (field, parsed) => {
    if (parsed.secret && isSecret(parsed.name, secretQuery)) found.push(parsed);
    return field;
  });
  return found;
}

function withoutFields(text: string, secretQuery: readonly string[]): string {
  return eachField(text, (field, { name, secret }) =>
    secret && isSecret(name, secretQuery) ? undefined : field,
  );
}

/** Goes through the fields of an address's query and fragment; what becomes undefined is left out. */
function eachField(
  text: string,
  change: (field: string, parsed: Field) => string | undefined,
): string {
  const [, head = '', query = '', fragment = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text) ?? [];
  if (query === '' && fragment === '') return text;
  return head + [query, fragment].map((part) => eachFieldOf(part, change)).join('');
}

function eachFieldOf(
  part: string,
  change: (field: string, parsed: Field) => string | undefined,
): string {
  const [first = '', ...others] = part.slice(1).split(SEPARATOR);
  const written = [{ before: part.slice(0, 1), field: first }];
  for (let i = 0; i < others.length; i += 2) {
    written.push({ before: others[i] ?? '', field: others[i + 1] ?? '' });
  }
  const kept = written.flatMap(({ before, field }) => {
    const changed = change(field, parsedField(field));
    return changed === undefined ? [] : [{ before, field: changed }];
  });
  return kept
    .map(({ before, field }, index) => (index === 0 ? part.slice(0, 1) : before) + field)
    .join('');
}

function parsedField(field: string): Field {
  const at = field.indexOf('=');
  if (at === -1) return { name: decoded(field), value: '', secret: false };
  const value = field.slice(at + 1);
  return { name: decoded(field.slice(0, at)), value, secret: value !== '' };
}

function isSecret(name: string, secretQuery: readonly string[]): boolean {
  const plain = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return (
    SECRET_NAMES.some((pattern) => pattern.test(plain) || pattern.test(name.toLowerCase())) ||
    secretQuery.some((other) => other.toLowerCase() === name.toLowerCase())
  );
}

/** A secret as it may be found in texts of others: as written, decoded, and as HTTP sends a password. */
function spellings(
  secrets: readonly string[],
  { user, password }: { user: string; password: string },
): string[] {
  const basic = `${decoded(user)}:${decoded(password)}`;
  const all = [
    ...secrets.flatMap((secret) => [secret, decoded(secret)]),
    ...(password === '' ? [] : [Buffer.from(basic).toString('base64')]),
  ];
  return [...new Set(all)]
    .filter((secret) => secret.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
