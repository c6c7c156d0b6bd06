import type * as z from 'zod';
import type { Limits } from '../../archive/index.js';
import type { ArtifactRequest } from '../../artifact/index.js';
import { BuilderError } from '../../error.js';
import { hostPath } from '../../path.js';
import { chooseRunner, parseRunner, type Runner } from '../../sandbox/index.js';
import { loadStacks, type Stack } from '../../stack/index.js';
import type { FoundArtifact, RecordPlaces } from '../../store/index.js';
import { text } from '../describe/option.js';
import { placesOf } from '../session/places.js';
import type { Session } from '../session/session.js';
import { addressOf, addressOptions, type GivenAddress } from './address.js';
import { outputOption, runnerOption } from './choices.js';
import { commonOptions, type CommonOptions } from './common.js';
import { privateRedirectsOption, stepLimitOption } from './limits.js';

/** Options of the verbs that unpack something. */
export const unpackingOptions = {
  maxMembers: text('<N>', 'refuse an archive with more members'),
  maxUnpackedSize: text('<BYTES>', 'refuse an archive that is larger unpacked, as in 4G'),
} as const;

/** Options of the verbs that look at an artifact. */
export const artifactOptions = commonOptions.extend({
  outputDir: outputOption,
  record: text('<FILE>', 'the record of the artifact, where it is not found by itself'),
  runner: runnerOption(),
  ...unpackingOptions,
  limit: stepLimitOption,
});

/** Options of those of them that may fetch its source. */
export const fetchingOptions = artifactOptions.extend({
  ...addressOptions,
  allowPrivateRedirects: privateRedirectsOption,
});

/** See {@link fetchingOptions}. */
export type FetchingOptions = z.infer<typeof fetchingOptions>;

/** See {@link artifactOptions}. */
type ArtifactOptions = z.infer<typeof artifactOptions>;

/** Where the options say that records are. */
export function recordPlacesOf(
  { outputDir, record }: ArtifactOptions,
  { signal }: Session,
): RecordPlaces {
  return {
    signal,
    outputDirectory: hostPath(outputDir),
    ...(record === undefined ? {} : { record: hostPath(record) }),
  };
}

/** What looking at an artifact takes, from the options. */
export async function artifactRequest(
  found: FoundArtifact,
  options: ArtifactOptions & GivenAddress,
  { signal }: Session,
): Promise<ArtifactRequest> {
  return {
    found,
    stacks: await loadStacks(placesOf(options).stacks),
    recipes: placesOf(options).recipes,
    chooseRunner: (stack) => runnerFor(stack, options, signal),
    limits: parseLimits(options),
    url: addressOf(options),
  };
}

/** How things are run in a stack, as the options say. */
export async function runnerFor(
  stack: Stack,
  options: CommonOptions & Pick<ArtifactOptions, 'runner'>,
  signal: AbortSignal,
): Promise<Runner> {
  const explicit = parseRunner(options.runner);
  const { cache } = placesOf(options);
  const wanted = { stack, ...(explicit === undefined ? {} : { explicit }) };
  return (await chooseRunner(wanted, { cache, signal })).runner;
}

/**
 * The limits on what is unpacked.
 * @throws BuilderError USAGE
 */
export function parseLimits({
  maxMembers,
  maxUnpackedSize,
}: Pick<ArtifactOptions, 'maxMembers' | 'maxUnpackedSize'>): Partial<Limits> {
  const members = parseNumber('--max-members', maxMembers);
  const bytes = parseNumber('--max-unpacked-size', maxUnpackedSize);
  return {
    ...(members === undefined ? {} : { members }),
    ...(bytes === undefined ? {} : { bytes }),
  };
}

const UNITS = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 } as const;

function parseNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^([1-9]\d{0,11})([KMG]?)$/.exec(text);
  const unit = Object.entries(UNITS).find(([name]) => name === match?.[2])?.[1];
  if (match !== null && unit !== undefined) return Number(match[1]) * unit;
  throw new BuilderError('USAGE', `${option} takes a number such as 100000 or 4G, not '${text}'.`);
}
