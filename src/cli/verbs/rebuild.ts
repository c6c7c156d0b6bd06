import os from 'node:os';
import type * as z from 'zod';
import { rebuildArtifact, type Rebuilt } from '../../artifact/index.js';
import { comparisonText } from '../../compare/index.js';
import { BuilderError } from '../../error.js';
import { hostPath } from '../../path.js';
import { findRecordAlone } from '../../store/index.js';
import { artifactData } from '../answer/artifact-data.js';
import { text } from '../describe/option.js';
import { verbOf } from '../describe/verb.js';
import { artifactRequest, fetchingOptions, recordPlacesOf } from '../options/artifact.js';
import { parseCount } from '../options/count.js';
import { oneName } from '../options/words.js';
import { writeLines } from '../print/output.js';
import { told } from '../print/told.js';
import { printJson } from '../session/print.js';
import { withReporter } from '../session/reporting.js';
import type { Session } from '../session/session.js';
import { toolVersion } from '../session/tool-version.js';

const options = fetchingOptions.extend({
  jobs: text('<N>', 'processes at once (default: one more than there are processors)'),
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  group: 'prove',
  usage: '[ARTIFACT]',
  sentence: 'execute the plan of an artifact again, and compare',
  examples: [
    'binary-builder rebuild libffi-3.4.4',
    'binary-builder rebuild python-3.11.2 --jobs 8',
  ],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
  const found = await findRecordAlone(oneName('rebuild', words), recordPlacesOf(options, session));
  const request = {
    ...(await artifactRequest(found, options, session)),
    // Another number than a build takes by itself: it must not matter.
    jobs: parseCount('--jobs', options.jobs) ?? os.availableParallelism() + 1,
    output: hostPath(options.outputDir),
    builder: await toolVersion(),
  };
  const rebuilt = await withReporter(session, options, (context) =>
    rebuildArtifact(request, context),
  );
  if (options.json) {
    const { artifact, record, surroundings, outcome } = rebuilt;
    printJson({
      type: 'artifact.rebuilt',
      artifact: artifactData(artifact, record),
      surroundings,
      outcome,
    });
  }
  tell(rebuilt, options);
}

/** @throws BuilderError NOT_REPRODUCIBLE with every difference */
function tell(rebuilt: Rebuilt, options: { json: boolean }): void {
  const { artifact, record, surroundings, outcome } = rebuilt;
  if (outcome.same) {
    if (options.json) return;
    const lines = [
      `${artifact}: built again, the same bytes.`,
      `  recorded  md5 ${record.md5}  sha256 ${record.sha256}`,
      `  rebuilt   md5 ${outcome.md5}  sha256 ${outcome.sha256}`,
      ...surroundings.map((line) => `  although the ${line}`),
    ];
    writeLines(
      process.stdout,
      told((all) => all.join('\n'), lines),
    );
    return;
  }
  const { recorded, found, comparison, kept } = outcome;
  throw new BuilderError('NOT_REPRODUCIBLE', `${record.file}: built again, other bytes.`, {
    excerpt: [
      `sha256 recorded ${recorded}`,
      `sha256 rebuilt  ${found}`,
      ...surroundings.map((line) => `the stack is another one: ${line}`),
      ...(comparison === undefined
        ? ['the artifact itself is not here, so there is nothing to compare with']
        : comparisonText(comparison, { before: 'recorded', after: 'rebuilt' })),
    ],
    hint: `The new artifact is kept: ${kept}`,
  });
}
