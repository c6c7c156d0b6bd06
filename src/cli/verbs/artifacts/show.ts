import type * as z from 'zod';
import { entryYaml } from '../../../builder/order/index.js';
import { isFile } from '../../../files/index.js';
import { withoutSecretsIn } from '../../../network/index.js';
import { hostPath } from '../../../path.js';
import {
  findRecordAlone,
  manifestEntryYaml,
  readContents,
  readPlanJson,
  readProvenance,
  type FoundArtifact,
} from '../../../store/index.js';
import { artifactText, type KnownArtifact } from '../../answer/artifact.js';
import { verbOf } from '../../describe/verb.js';
import { outputOption } from '../../options/choices.js';
import { commonOptions } from '../../options/common.js';
import { oneName } from '../../options/words.js';
import { told } from '../../print/told.js';
import { print } from '../../session/print.js';
import type { Session } from '../../session/session.js';

const options = commonOptions.extend({ outputDir: outputOption });

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '[ARTIFACT]',
  sentence: 'show the record of one, and what is in it',
  examples: ['binary-builder artifacts show libffi-3.4.4'],
  options,
  run,
});

async function run(words: string[], options: Options, { signal }: Session): Promise<void> {
  const argument = oneName('artifacts show', words);
  const outputDirectory = hostPath(options.outputDir);
  const found = await findRecordAlone(argument, { outputDirectory, signal });
  const known = await readKnown(found);
  const { artifact, present, record, contents, provenance } = known;
  const plan = await readPlanJson(found.planPath);
  print(
    options,
    {
      type: 'artifact.shown',
      path: artifact,
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
