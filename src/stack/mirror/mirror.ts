import { isMissingError, runProgram } from '../../program/index.js';

/** Names a Debian mirror, for machines whose own apt knows none or a slow one. */
export const MIRROR_VARIABLE = 'BINARY_BUILDER_DEBIAN_MIRROR';

/** One place that the machine's own apt takes packages from. */
interface Target {
  uri: string;
  /** `bookworm-updates` */
  release: string;
  component: string;
}

const FORMAT = '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)';

/**
 * The lines of a sources.list(5) for a Debian suite, derived from where the machine's own apt gets
 * its packages; none when it isn't a Debian, so that mmdebstrap takes its own default.
 */
export async function mirrorLines(suite: string, signal?: AbortSignal): Promise<string[]> {
  const named = process.env[MIRROR_VARIABLE];
  if (named !== undefined && named !== '') return [`deb ${named} ${suite} main`];
  return deriveLines(suite, await machineTargets(signal));
}

async function machineTargets(signal?: AbortSignal): Promise<string> {
  try {
    const answer = await runProgram(
      ['apt-get', 'indextargets', '--format', FORMAT, 'Identifier: Packages'],
      { signal },
    );
    return answer.exitCode === 0 ? answer.stdout : '';
  } catch (error) {
    if (isMissingError(error)) return '';
    throw error;
  }
}

/**
 * From what `apt-get indextargets` answers to sources.list lines for another suite: a machine with
 * trixie, trixie-updates and trixie-security gives bookworm, bookworm-updates and bookworm-security.
 * Pure.
 */
export function deriveLines(suite: string, answer: string): string[] {
  const targets = answer.split('\n').flatMap((line): Target[] => {
    const [origin, uri, release, component] = line.trim().split('|');
    if (origin !== 'Debian' || component !== 'main') return [];
    return uri === undefined || release === undefined ? [] : [{ uri, release, component }];
  });
  const own = targets.find((target) => !target.release.includes('-'));
  if (own === undefined) return [];
  const lines = targets.flatMap(({ uri, release, component }) => {
    if (release === own.release) return [`deb ${uri} ${suite} ${component}`];
    if (!['updates', 'security'].some((part) => release === `${own.release}-${part}`)) return [];
    return [`deb ${uri} ${suite}${release.slice(own.release.length)} ${component}`];
  });
  return [...new Set(lines)];
}
