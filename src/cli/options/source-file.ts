import * as z from 'zod';
import { BuilderError, reasonOf } from '../../error.js';
import { DIGEST_LENGTHS, LARGEST, readRegular } from '../../files/index.js';
import { hostPath } from '../../path.js';
import type { OrderOptions } from './order.js';

/** The options that a file stands for. */
type InFile = Partial<
  Pick<OrderOptions, 'name' | 'version' | 'url' | 'md5' | 'sha256' | 'sha512' | 'gitCommitSha'>
>;

/** Many fields are there and empty. */
const maybe = z
  .string()
  .nullish()
  .transform((text) => (text === '' ? undefined : (text ?? undefined)));

/** `data.json` of today's pipeline: a source, and what was found out about one version of it. */
const current = z.object({
  source: z.object({ name: z.string().min(1) }),
  version: z.object({
    ref: z.string().min(1),
    ...{ url: maybe, md5_digest: maybe, sha256: maybe, sha512: maybe, git_commit_sha: maybe },
  }),
});

/** That of before; the kind of its digest shows in the length. */
const former = z.object({
  name: z.string().min(1),
  version: z.string().min(1),
  ...{ source_uri: maybe, source_sha: maybe },
});

/**
 * Adds to options what a `data.json` of the platform's pipeline says, in either of its forms; what was given
 * beside it counts before it.
 * @throws BuilderError USAGE for a file that says something else, or a name beside it; NOT_READABLE
 */
export async function withSourceFile<Options extends OrderOptions>(
  file: string,
  words: readonly string[],
  options: Options,
): Promise<Options> {
  if (words.length > 0 || options.name !== undefined || options.version !== undefined) {
    throw new BuilderError(
      'USAGE',
      '--source-file says what to build, and so does something else.',
      {
        hint: 'Leave one of them out.',
      },
    );
  }
  const path = hostPath(file);
  const text = (await readRegular(path, 'USAGE', LARGEST.json)).toString('utf8');
  const said = parseSourceFile(file, text);
  return {
    ...options,
    name: said.name,
    version: said.version,
    url: options.url ?? said.url,
    md5: options.md5 ?? said.md5,
    sha256: options.sha256 ?? said.sha256,
    sha512: options.sha512 ?? said.sha512,
    gitCommitSha: options.gitCommitSha ?? said.gitCommitSha,
  };
}

/**
 * What a `data.json` says, as options. Pure.
 * @param file its name, for messages
 * @throws BuilderError USAGE
 */
export function parseSourceFile(file: string, text: string): InFile {
  const data = parseJson(file, text);
  const now = current.safeParse(data);
  if (now.success) {
    const { source, version } = now.data;
    const { ref, url, md5_digest: md5, sha256, sha512, git_commit_sha: commit } = version;
    // Beside a digest it says where an archive came from, which the digest verifies.
    const gitCommitSha = (md5 ?? sha256 ?? sha512) ? undefined : commit;
    return { name: source.name, version: ref, url, md5, sha256, sha512, gitCommitSha };
  }
  const then = former.safeParse(data);
  if (then.success) {
    const { name, version, source_uri: url, source_sha: digest } = then.data;
    return { name, version, url, ...digestOf(digest) };
  }
  const { issues } = now.error;
  throw new BuilderError('USAGE', `${file} doesn't say what to build.`, {
    excerpt: issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`),
    hint: 'It takes {"source": {"name": …}, "version": {"ref": …, "url": …, "sha256": …}}.',
  });
}

function digestOf(digest: string | undefined): InFile {
  switch (digest?.length) {
    case undefined:
      return {};
    case DIGEST_LENGTHS.sha256:
      return { sha256: digest };
    case DIGEST_LENGTHS.sha512:
      return { sha512: digest };
    default:
      return { md5: digest };
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BuilderError('USAGE', `${file} is not JSON: ${reasonOf(error)}`, { cause: error });
  }
}
