import * as z from 'zod';
import {
  packageBuildpack,
  stacksIn,
  type PackageRequest,
} from '../../../buildpack/package/index.js';
import { BuilderError } from '../../../error.js';
import { isFile } from '../../../files/index.js';
import { loadManifest } from '../../../manifest/model/index.js';
import { hostPath, inHost, type HostPath } from '../../../path.js';
import { knownStacks } from '../../../stack/index.js';
import { packagedText } from '../../answer/buildpack.js';
import { flag, list, option, text } from '../../describe/option.js';
import { verbOf } from '../../describe/verb.js';
import { choiceOption } from '../../options/choices.js';
import { commonOptions } from '../../options/common.js';
import { privateRedirectsOption, scriptLimitOption } from '../../options/limits.js';
import { told } from '../../print/told.js';
import { placesOf } from '../../session/places.js';
import { print } from '../../session/print.js';
import { withReporter } from '../../session/reporting.js';
import type { Session } from '../../session/session.js';
import { asOfOption, severityOption } from '../manifest/check-settings.js';
import { oneBuildpack } from './words.js';

const options = commonOptions.extend({
  cached: flag('with every dependency in it, for machines without internet access'),
  uncached: flag('dependencies are downloaded when an application is staged'),
  stack: text('<STACK>', 'for this stack alone'),
  anyStack: flag('for every stack that the manifest has'),
  version: text('<VERSION>', 'of the buildpack (default: what its file VERSION says)'),
  outputDir: option(z.string().default('.'), {
    value: '<DIR>',
    says: 'the zip goes there (default: .)',
  }),
  manifest: text('<FILE>', "this manifest, not the buildpack's own"),
  layout: choiceOption(['classic', 'current'], '<LAYOUT>', '(default: what the manifest is)'),
  profile: text('<NAME>', 'leave out what this one of packaging_profiles says'),
  include: list('<NAME>', 'keep a dependency that the profile leaves out (repeatable)'),
  exclude: list('<NAME>', 'leave out a dependency (repeatable)'),
  artifacts: option(z.string().default('.'), {
    value: '<DIR>',
    says: 'look for dependencies in its artifacts/ first (default: .)',
  }),
  secretQuery: list('<NAME>', 'a field in the query of uris that is a secret too (repeatable)'),
  limit: scriptLimitOption,
  allowPrivateRedirects: privateRedirectsOption,
  severity: severityOption,
  asOf: asOfOption,
  check: option(z.boolean().default(true), { off: "don't check the manifest first" }),
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '[BUILDPACK]',
  sentence: 'make the zip of a buildpack',
  examples: [
    'binary-builder buildpack package . --cached --stack cflinuxfs4',
    'binary-builder buildpack package . --uncached --any-stack --version 1.8.2 --output-dir /srv/zips',
  ],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
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
    check: options.check
      ? {
          stacks: await knownStacks(placesOf(options).stacks),
          settings: options.severity,
          asOf: options.asOf,
        }
      : undefined,
    artifacts: hostPath(options.artifacts),
    secretQuery: options.secretQuery,
    scriptTime: options.limit.time,
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
