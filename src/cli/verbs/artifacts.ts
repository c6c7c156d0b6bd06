import prettyBytes from 'pretty-bytes';
import * as z from 'zod';
import { BuilderError } from '../../error.js';
import { hostPath, inHost, type HostPath } from '../../path.js';
import { entryYaml } from '../../build/index.js';
import {
  artifactName,
  listRecords,
  recordYaml,
  suggest,
  type ArtifactRecord,
} from '../../store/index.js';
import { commonOptions } from '../options.js';
import { table } from '../report/table.js';
import { print } from '../session.js';
import { chooseSubverb, oneName } from '../words.js';

const artifactsOptions = commonOptions.extend({ outputDir: z.string().default('.') });

/** `binary-builder artifacts [list | show NAME]` */
export async function run(words: string[], raw: unknown): Promise<void> {
  const options = artifactsOptions.parse(raw);
  const output = hostPath(options.outputDir);
  const { subverb, names } = chooseSubverb('artifacts', ['list', 'show'], words);
  const records = await listRecords(output);
  if (subverb === 'list') {
    print(
      options,
      records,
      records.length === 0 ? `Nothing was built in ${output}.` : list(records),
    );
    return;
  }
  for (const record of find(records, oneName('artifacts show', names), output)) {
    print(options, record, show(record, output));
  }
}

function list(records: readonly ArtifactRecord[]): string {
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

function show(record: ArtifactRecord, output: HostPath): string {
  const path = inHost(output, artifactName(record));
  return `${recordYaml(record)}\n# Manifest entry\n${entryYaml({ record, path })}`;
}

/** Records by name, name-version or file name. */
function find(
  records: readonly ArtifactRecord[],
  wanted: string,
  output: HostPath,
): ArtifactRecord[] {
  const namesOf = ({ name, version, file }: ArtifactRecord) => [
    name,
    `${name}-${version}`,
    `${name}@${version}`,
    file,
  ];
  const found = records.filter((record) => namesOf(record).includes(wanted));
  if (found.length > 0) return found;
  const nearest = suggest(wanted, records.flatMap(namesOf));
  throw new BuilderError('UNKNOWN_ARTIFACT', `There is no artifact '${wanted}' in ${output}.`, {
    hint:
      (nearest === undefined ? '' : `Did you mean '${nearest}'? `) +
      "'binary-builder artifacts' lists what was built.",
  });
}
