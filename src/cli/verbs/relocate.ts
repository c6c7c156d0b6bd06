import prettyBytes from 'pretty-bytes';
import * as z from 'zod';
import { relocateArtifact } from '../../artifact/index.js';
import { defaultJobs, entryYaml } from '../../builder/order/index.js';
import { BuilderError } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { findRecord, type ArtifactRecord } from '../../store/index.js';
import { artifactData } from '../answer/artifact-data.js';
import { flag, option, text } from '../describe/option.js';
import { verbOf } from '../describe/verb.js';
import { artifactRequest, fetchingOptions, recordPlacesOf } from '../options/artifact.js';
import { oneName } from '../options/words.js';
import { told } from '../print/told.js';
import { print } from '../session/print.js';
import { withReporter } from '../session/reporting.js';
import type { Session } from '../session/session.js';
import { toolVersion } from '../session/tool-version.js';

const options = fetchingOptions.extend({
  prefix: text('<PREFIX>', 'where the new artifact will live'),
  allow: option(z.union([z.literal(true), z.array(z.string())]).optional(), {
    value: '[GLOB...]',
    says: 'binaries that may keep the old prefix, with a warning; alone, all of them',
  }),
  force: flag('replace what was published under the new name'),
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  group: 'prove',
  usage: '[ARTIFACT]',
  sentence: 'make a new artifact that lives at another prefix',
  examples: [
    'binary-builder relocate libffi-3.4.4 --prefix /home/vcap/deps/0/libffi',
    "binary-builder relocate python-3.11.2 --prefix /home/vcap/deps/0/python --allow 'lib/libpython*'",
  ],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
  const name = oneName('relocate', words);
  const { prefix, allow = [], force } = options;
  if (prefix === undefined) {
    throw new BuilderError('USAGE', `Where shall ${name} live?`, {
      hint: 'Say it with --prefix, such as --prefix /home/vcap/deps/0/python',
    });
  }
  const found = await findRecord(name, recordPlacesOf(options, session));
  const request = {
    ...(await artifactRequest(found, options, session)),
    prefix,
    allow: allow === true ? ['**'] : allow,
    output: hostPath(options.outputDir),
    force,
    jobs: defaultJobs(),
    builder: await toolVersion(),
  };
  const { artifact, record } = await withReporter(session, options, (context) =>
    relocateArtifact(request, context),
  );
  print(
    options,
    { type: 'artifact.relocated', artifact: artifactData(artifact, record), record },
    told(relocatedText, found.record, artifact, record),
  );
}

function relocatedText(from: ArtifactRecord, artifact: HostPath, record: ArtifactRecord): string {
  return [
    `${from.file}, brought from ${from.prefix} to ${record.prefix}:`,
    `  path    ${artifact}`,
    `  size    ${prettyBytes(record.size)}`,
    `  md5     ${record.md5}`,
    `  sha256  ${record.sha256}`,
    '',
    'Manifest entry:',
    entryYaml({ record, path: artifact }),
  ].join('\n');
}
