import {
  packageBuildpack,
  stacksIn,
  type PackageRequest,
} from '../../../buildpack/package/index.js';
import { BuilderError } from '../../../error.js';
import { loadManifest } from '../../../manifest/model/index.js';
import { hostPath, inHost, type HostPath } from '../../../path.js';
import { loadStacks } from '../../../stack/index.js';
import { isFile } from '../../../files/index.js';
import { packagedText } from '../../answer/buildpack.js';
import { told } from '../../print/told.js';
import { placesOf, print, withReporter, type Session } from '../../session.js';
import { parseSubverbOptions } from '../../subverb-options.js';
import { buildpackOptions, type BuildpackOptions } from './options.js';
import { oneBuildpack } from './words.js';

type Options = BuildpackOptions<'package'>;

/** `binary-builder buildpack package DIR --cached|--uncached --stack NAME|--any-stack` */
export async function packageZip(
  words: readonly string[],
  raw: unknown,
  session: Session,
): Promise<void> {
  const options = parseSubverbOptions('buildpack package', buildpackOptions.package, raw);
  const { path } = oneBuildpack('package', words);
  const request = await requestOf(path, options);
  const packaged = await withReporter(session, options, (context) =>
    packageBuildpack(request, context),
  );
  print(options, { type: 'buildpack.packaged', ...packaged }, told(packagedText, packaged));
}

async function requestOf(directory: HostPath, options: Options): Promise<PackageRequest> {
  const { version, profile, layout, include, exclude } = options;
  const manifest = options.manifest === undefined ? undefined : hostPath(options.manifest);
  const cached = cachedOf(options);
  const stack = await stackOf(options, manifest ?? inHost(directory, 'manifest.yml'));
  const stacks = options.check ? await loadStacks(placesOf(options).stacks) : undefined;
  return {
    directory,
    cached,
    stack,
    version,
    manifest,
    layout,
    profile,
    include,
    exclude,
    outputDirectory: hostPath(options.outputDir),
    check: stacks && { stacks: stacks.map(({ name }) => name) },
    artifacts: hostPath(options.artifacts),
    secretQuery: options.secretQuery,
  };
}

function cachedOf({ cached, uncached }: Options): boolean {
  if (cached !== uncached) return cached;
  throw new BuilderError(
    'USAGE',
    cached
      ? "'buildpack package' takes --cached or --uncached, not both."
      : 'Shall the dependencies be in the package, or be downloaded when it is used?',
    {
      hint: '--cached puts them in, for machines without internet access; --uncached leaves them out.',
    },
  );
}

async function stackOf(
  { stack, anyStack }: Options,
  manifest: HostPath,
): Promise<PackageRequest['stack']> {
  if (stack !== undefined && !anyStack) return { kind: 'one', name: stack };
  if (stack === undefined && anyStack) return { kind: 'any' };
  const known = (await isFile(manifest)) ? stacksIn(await loadManifest(manifest)) : [];
  throw new BuilderError(
    'USAGE',
    anyStack
      ? "'buildpack package' takes --stack or --any-stack, not both."
      : 'Which stack is the package for?',
    {
      hint:
        '--stack NAME packages for one, --any-stack for every stack that the manifest has' +
        (known.length === 0 ? '.' : `: ${known.join(', ')}.`),
    },
  );
}
