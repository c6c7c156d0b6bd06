import type * as z from 'zod';
import { verifyArtifact } from '../../artifact/index.js';
import { EXIT } from '../../error.js';
import { writeFileAtomic } from '../../files/index.js';
import { hostPath } from '../../path.js';
import { findRecord } from '../../store/index.js';
import { printableLine, printableText } from '../../text/index.js';
import { artifactData } from '../answer/artifact-data.js';
import { verdictMarkdown, verdictText } from '../answer/verdict.js';
import { text } from '../describe/option.js';
import { verbOf } from '../describe/verb.js';
import { artifactRequest, fetchingOptions, recordPlacesOf } from '../options/artifact.js';
import { oneName } from '../options/words.js';
import { told } from '../print/told.js';
import type { Answer } from '../schema/answer.js';
import { print } from '../session/print.js';
import { withReporter } from '../session/reporting.js';
import type { Session } from '../session/session.js';

const options = fetchingOptions.extend({
  markdown: text('<FILE>', 'write the verdict to a file, for a pull request'),
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  group: 'prove',
  usage: '[ARTIFACT]',
  sentence: 'verify all that can be known of an artifact',
  help: 'Digests, record, plan, contents, audit and tests, in one table.',
  examples: [
    'binary-builder verify libffi-3.4.4',
    'binary-builder verify ~/Downloads/libffi-3.4.4-linux-x64.tgz --output-dir /srv/binaries',
    'binary-builder verify python-3.11.2 --markdown verdict.md',
  ],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
  const found = await findRecord(oneName('verify', words), recordPlacesOf(options, session));
  const request = await artifactRequest(found, options, session);
  const verdict = await withReporter(session, options, (context) =>
    verifyArtifact(request, context),
  );
  const { artifact, record, good, proofs } = verdict;
  const answer: Answer = {
    type: 'artifact.verified',
    artifact: artifactData(artifact, record),
    good,
    proofs: proofs.map((proof) => ({
      ...proof,
      detail: printableText(proof.detail),
      lines: proof.lines.map(printableLine),
    })),
  };
  print(options, answer, told(verdictText, verdict));
  if (options.markdown !== undefined) {
    await writeFileAtomic(hostPath(options.markdown), verdictMarkdown(verdict));
  }
  if (!good) session.exit(EXIT.artifact);
}
