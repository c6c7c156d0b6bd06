import { alternatives } from '../../text/index.js';
import type * as z from 'zod';
import { ARCH_NAMES } from '../../architecture.js';
import type { BuildOrder } from '../../builder/order/index.js';
import type { Signature } from '../../builder/place/index.js';
import { BuilderError } from '../../error.js';
import { ALGORITHMS, parseDigest, type Digests } from '../../files/index.js';
import { publicUri } from '../../network/index.js';
import { BUILD_MODES } from '../../plan/index.js';
import { flag, list, text } from '../describe/option.js';
import { addressOf, addressOptions } from './address.js';
import { commonOptions } from './common.js';

const MODES = ['auto', ...BUILD_MODES];

/** Options that say what is wanted: of `build`, `plan`, `fetch` and the classic form. */
export const orderOptions = commonOptions.extend({
  name: text('<RECIPE>', 'the recipe', { short: 'n' }),
  version: text('<VERSION>', 'the version of the source', { short: 'v' }),
  md5: text('<DIGEST>', 'md5 of the source; of several digests all are checked'),
  sha256: text('<DIGEST>', 'sha256 of the source'),
  sha512: text('<DIGEST>', 'sha512 of the source'),
  gitCommitSha: text('<COMMIT>', 'the commit of a source that is a git tag'),
  trustDigest: flag("where they differ, the digest or commit given wins over the recipe's"),
  gpgRsaKeyId: text('<ID>', 'the key that signed the source'),
  gpgSignature: text('<ASC>', 'its detached signature: the content of the .asc, or a path'),
  ...addressOptions,
  option: list('<NAME=yes|no>', 'set an option of the recipe (repeatable)'),
  stack: text('<STACK>', 'the stack to build in'),
  arch: text('<ARCH,…>', `the architecture, or several: ${ARCH_NAMES.join(', ')}`),
  buildMode: text('<MODE>', `${alternatives(MODES)}: how to build for an architecture`, {
    choices: MODES,
  }),
});

/** See {@link orderOptions}. */
export type OrderOptions = z.infer<typeof orderOptions>;

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
  const archs = archsOf(options);
  if (archs.length > 1 && Object.keys(digests).length > 0) {
    throw new BuilderError('USAGE', 'A checksum belongs to one architecture, not to several.', {
      hint: 'Ask for one --arch at a time with --md5, --sha256 or --sha512.',
    });
  }
  const { trustDigest } = options;
  if (trustDigest && Object.keys(digests).length === 0 && options.gitCommitSha === undefined) {
    throw new BuilderError('USAGE', '--trust-digest needs a digest to trust.', {
      hint: 'Give it with --sha256, --sha512, --md5 or --git-commit-sha.',
    });
  }
  return named.flatMap(({ name, version }) =>
    archs.map((arch) => ({
      name,
      version,
      digests,
      ...(trustDigest && { trustDigest }),
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

/**
 * The digests given on the command line.
 * @throws BuilderError DIGEST_MALFORMED
 */
export function parseDigests(options: Pick<OrderOptions, 'md5' | 'sha256' | 'sha512'>): Digests {
  const digests: Digests = {};
  for (const algorithm of ALGORITHMS) {
    const text = options[algorithm];
    if (text !== undefined) digests[algorithm] = parseDigest(algorithm, text, `--${algorithm}`);
  }
  return digests;
}

/**
 * Reads `--option NAME=yes|no`; a name alone means yes.
 * @throws BuilderError USAGE
 */
export function parseRecipeOptions(texts: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', value = 'yes'] = text.split('=', 2);
      if (name !== '' && ['yes', 'true', 'on'].includes(value)) return [name, true];
      if (name !== '' && ['no', 'false', 'off'].includes(value)) return [name, false];
      throw new BuilderError('USAGE', `--option takes NAME=yes or NAME=no, not '${text}'.`);
    }),
  );
}
