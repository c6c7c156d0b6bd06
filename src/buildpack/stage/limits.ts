import { BuilderError } from '../../error.js';
import type { HostPath } from '../../path.js';
import { DEFAULT_LIMITS, limitWords, type Limits } from '../../archive/index.js';

/** The platform takes a GiB of an application, and of a buildpack, unless its operator says otherwise. */
export const STAGING_LIMITS: Limits = { ...DEFAULT_LIMITS, bytes: 1024 ** 3 };

const OPTIONS = { members: '--max-members N', bytes: '--max-unpacked-size BYTES' } as const;

/** Counts what is copied of an application or a buildpack. */
export class Measuring {
  readonly #what: HostPath;
  readonly #limits: Limits;
  #members = 0;
  #bytes = 0;

  /** @param what is copied */
  constructor(what: HostPath, limits: Limits) {
    this.#what = what;
    this.#limits = limits;
  }

  /** @throws BuilderError ARTIFACT_TOO_LARGE */
  add(bytes: number): void {
    this.#members += 1;
    this.#bytes += bytes;
    if (this.#members > this.#limits.members) throw this.#tooLarge('members');
    if (this.#bytes > this.#limits.bytes) throw this.#tooLarge('bytes');
  }

  #tooLarge(limit: keyof typeof OPTIONS): BuilderError {
    const most =
      limit === 'bytes' ? `${this.#limits.bytes} bytes` : limitWords(limit, this.#limits);
    return new BuilderError(
      'ARTIFACT_TOO_LARGE',
      `${this.#what} is too large to be staged: it has more than ${most}`,
      { hint: raising(OPTIONS[limit]) },
    );
  }
}

/** Says which options allow more, where a zip is too large. */
export function explainZip(error: unknown): unknown {
  if (!(error instanceof BuilderError) || error.code !== 'ARTIFACT_TOO_LARGE') return error;
  const hint = raising(Object.values(OPTIONS).join(' or '));
  return new BuilderError(error.code, error.message, { hint, cause: error });
}

function raising(options: string): string {
  return `Nothing was staged, and a platform may refuse it too. If it is right so, raise the limit with ${options}.`;
}
