import prettyBytes from 'pretty-bytes';
import * as z from 'zod';
import { withoutSecretsIn } from '../../network/index.js';
import { hostPath } from '../../path.js';
import { entryYaml } from '../../builder/order/index.js';
import {
  artifactName,
  findRecordAlone,
  listRecords,
  manifestEntryYaml,
  readContents,
  readPlanJson,
  readProvenance,
  type ArtifactRecord,
  type FoundArtifact,
} from '../../store/index.js';
import { isFile } from '../../files/index.js';
import { commonOptions } from '../options.js';
import { artifactText, type KnownArtifact } from '../answer/artifact.js';
import { table } from '../print/table.js';
import { told } from '../print/told.js';
import { print } from '../session.js';
import { chooseSubverb, oneName } from '../words.js';

const artifactsOptions = commonOptions.extend({ outputDir: z.string().default('.') });

type ArtifactsOptions = z.infer<typeof artifactsOptions>;

/** `binary-builder artifacts [list | show NAME]` */
export async function run(words: string[], raw: unknown): Promise<void> {
  const options = artifactsOptions.parse(raw);
  const { subverb, names } = chooseSubverb('artifacts', ['list', 'show'], words);
  if (subverb === 'list') await list(options);
  else await show(options, oneName('artifacts show', names));
}

async function list(options: ArtifactsOptions): Promise<void> {
  const output = hostPath(options.outputDir);
  const records = await listRecords(output);
  print(options, records, told(listText, records, output));
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

async function show(options: ArtifactsOptions, argument: string): Promise<void> {
  const found = await findRecordAlone(argument, { outputDirectory: hostPath(options.outputDir) });
  const known = await readKnown(found);
  const { artifact, present, record, contents, provenance } = known;
  const plan = await readPlanJson(found.planPath);
  print(
    options,
    {
      artifact,
      present,
      record,
      // One of before secrets were kept out of plans may have some.
      plan: plan === undefined ? null : withoutSecretsIn(plan),
      contents: contents ?? null,
      provenance: provenance ?? null,
    },
    told(artifactText, known),
  );
}

async function readKnown(found: FoundArtifact): Promise<KnownArtifact> {
  const { artifact, record } = found;
  const present = await isFile(artifact);
  const entry = present
    ? entryYaml({ record, path: artifact })
    : manifestEntryYaml(record.manifest);
  return {
    ...found,
    present,
    contents: await readContents(found.contentsPath),
    provenance: await readProvenance(found.provenancePath),
    entry: entry.trimEnd().split('\n'),
  };
}
