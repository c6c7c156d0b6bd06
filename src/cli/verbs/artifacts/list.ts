import prettyBytes from 'pretty-bytes';
import type * as z from 'zod';
import { hostPath } from '../../../path.js';
import {
  artifactName,
  surveyRecords,
  withoutRecord,
  type ArtifactRecord,
} from '../../../store/index.js';
import { verbOf } from '../../describe/verb.js';
import { outputOption } from '../../options/choices.js';
import { commonOptions } from '../../options/common.js';
import { writeLines } from '../../print/output.js';
import { table } from '../../print/table.js';
import { told } from '../../print/told.js';
import { print } from '../../session/print.js';
import type { Session } from '../../session/session.js';

const options = commonOptions.extend({ outputDir: outputOption });

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '',
  sentence: 'list what was built',
  examples: [
    'binary-builder artifacts',
    'binary-builder artifacts list --output-dir /srv/binaries',
  ],
  options,
  run,
});

async function run(_words: string[], options: Options, { signal }: Session): Promise<void> {
  const output = hostPath(options.outputDir);
  const { files, unreadable } = await surveyRecords(output, signal);
  const records = files.map(({ record }) => record);
  print(options, { type: 'artifacts.listed', artifacts: records }, told(listText, records, output));
  for (const one of unreadable) {
    writeLines(
      process.stderr,
      told((message) => `warning: ${message}`, withoutRecord(one)),
    );
  }
}

function listText(records: readonly ArtifactRecord[], output: string): string {
  if (records.length === 0) return `Nothing was built in ${output}.`;
  return table(
    ['name', 'version', 'stack', 'arch', 'size', 'md5', 'path'],
    records.map((record) => [
      record.name,
      record.version,
      record.stack.name,
      record.arch,
      prettyBytes(record.size),
      record.md5,
      artifactName(record),
    ]),
  );
}
