import { publicUri } from '../network/index.js';
import { BuilderError } from '../error.js';
import type { BuildOrder } from '../builder/order/index.js';
import type { Signature } from '../builder/phases/index.js';
import { addressOf, parseDigests, parseRecipeOptions, type OrderOptions } from './options.js';

/**
 * What the arguments of a verb order: `NAME@VERSION…`, or `--name` and `--version`.
 * @throws BuilderError USAGE, DIGEST_MALFORMED
 */
export function parseOrders(words: readonly string[], options: OrderOptions): BuildOrder[] {
  const named = [...words.map(parseWord), ...classic(options)];
  if (named.length === 0) {
    throw new BuilderError('USAGE', 'Nothing was asked for.', {
      hint: 'Say what to build, such as libffi@3.4.4, or --name=libffi --version=3.4.4.',
    });
  }
  const digests = parseDigests(options);
  if (named.length > 1 && (Object.keys(digests).length > 0 || options.url !== undefined)) {
    throw new BuilderError(
      'USAGE',
      'A checksum or an address belongs to one request, not to several.',
      {
        hint: 'Ask for one NAME@VERSION at a time with --md5, --sha256, --sha512 or --url.',
      },
    );
  }
  return named.flatMap(({ name, version }) =>
    archsOf(options).map((arch) => ({
      name,
      version,
      digests,
      url: addressOf(options),
      secretQuery: options.secretQuery,
      commit: options.gitCommitSha?.toLowerCase(),
      options: parseRecipeOptions(options.option),
      stack: options.stack,
      arch,
      mode: options.buildMode,
    })),
  );
}

/** `--arch x64,s390x`; names are looked at when the request is resolved. */
function archsOf({ arch }: OrderOptions): readonly (string | undefined)[] {
  if (arch === undefined) return [undefined];
  const names = arch.split(',').map((name) => name.trim());
  if (!names.includes('')) return [...new Set(names)];
  throw new BuilderError('USAGE', `--arch takes names with commas between them, not '${arch}'.`, {
    hint: 'For example: --arch x64,s390x',
  });
}

function parseWord(word: string): { name: string; version: string } {
  if (word.includes('://')) {
    throw new BuilderError('USAGE', `${publicUri(word)} is an address, not NAME@VERSION.`, {
      hint: 'An address goes behind --url, beside what is built from it.',
    });
  }
  const at = word.lastIndexOf('@');
  if (at > 0 && at < word.length - 1) {
    return { name: word.slice(0, at), version: word.slice(at + 1) };
  }
  throw new BuilderError('USAGE', `'${word}' is not of the form NAME@VERSION.`, {
    hint: `For example: libffi@3.4.4. 'binary-builder recipes show ${word.replace('@', '')}' lists versions.`,
  });
}

function classic({ name, version }: OrderOptions): { name: string; version: string }[] {
  if (name === undefined && version === undefined) return [];
  if (name !== undefined && version !== undefined) return [{ name, version }];
  throw new BuilderError(
    'USAGE',
    name === undefined ? '--version needs a --name.' : `--name=${name} needs a --version.`,
    { hint: 'For example: binary-builder --name=libffi --version=3.4.4' },
  );
}

/**
 * The signature given on the command line, if any.
 * @throws BuilderError USAGE when only one half of it is there
 */
export function parseSignature(options: OrderOptions): Signature | undefined {
  const { gpgRsaKeyId: keyId, gpgSignature: signature } = options;
  if (keyId === undefined && signature === undefined) return undefined;
  if (keyId !== undefined && signature !== undefined) return { keyId, signature };
  throw new BuilderError('USAGE', '--gpg-rsa-key-id and --gpg-signature go together.', {
    hint: 'Give the key that signed the source, and the content or the path of the .asc.',
  });
}
