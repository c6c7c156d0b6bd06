import prettyBytes from 'pretty-bytes';
import * as z from 'zod';
import { defaultJobs, entryYaml } from '../../builder/order/index.js';
import { relocateArtifact } from '../../artifact/index.js';
import { BuilderError } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { findRecord, type ArtifactRecord } from '../../store/index.js';
import { artifactData, artifactOptions, artifactRequest, recordPlacesOf } from '../artifact.js';
import { toolVersion } from '../package.js';
import { told } from '../print/told.js';
import { print, withReporter, type Session } from '../session.js';
import { oneName } from '../words.js';

const relocateOptions = artifactOptions.extend({
  prefix: z.string().optional(),
  allow: z.union([z.literal(true), z.array(z.string())]).optional(),
  force: z.boolean().default(false),
});

/** `binary-builder relocate ARTIFACT --prefix PREFIX` */
export async function run(words: string[], raw: unknown, session: Session): Promise<void> {
  const options = relocateOptions.parse(raw);
  const name = oneName('relocate', words);
  const { prefix, allow = [], force } = options;
  if (prefix === undefined) {
    throw new BuilderError('USAGE', `Where shall ${name} live?`, {
      hint: 'Say it with --prefix, such as --prefix /home/vcap/deps/0/python',
    });
  }
  const found = await findRecord(name, recordPlacesOf(options));
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
    { type: 'relocate.report', artifact: artifactData(artifact, record), record },
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
