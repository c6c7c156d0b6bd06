import * as z from 'zod';
import { verifyArtifact } from '../../artifact/index.js';
import { EXIT } from '../../error.js';
import { hostPath } from '../../path.js';
import { printableLine, printableText } from '../../text/index.js';
import { findRecord } from '../../store/index.js';
import { writeFileAtomic } from '../../files/index.js';
import { artifactData, artifactOptions, artifactRequest, recordPlacesOf } from '../artifact.js';
import { verdictMarkdown, verdictText } from '../answer/verdict.js';
import { told } from '../print/told.js';
import { print, withReporter, type Session } from '../session.js';
import { oneName } from '../words.js';

const verifyOptions = artifactOptions.extend({ markdown: z.string().optional() });

/** `binary-builder verify ARTIFACT` */
export async function run(words: string[], raw: unknown, session: Session): Promise<void> {
  const options = verifyOptions.parse(raw);
  const found = await findRecord(oneName('verify', words), recordPlacesOf(options));
  const request = await artifactRequest(found, options, session);
  const verdict = await withReporter(session, options, (context) =>
    verifyArtifact(request, context),
  );
  const { artifact, record, good, proofs } = verdict;
  const data = {
    type: 'verify.report',
    artifact: artifactData(artifact, record),
    good,
    proofs: proofs.map((proof) => ({
      ...proof,
      detail: printableText(proof.detail),
      lines: proof.lines.map(printableLine),
    })),
  };
  print(options, data, told(verdictText, verdict));
  if (options.markdown !== undefined) {
    await writeFileAtomic(hostPath(options.markdown), verdictMarkdown(verdict));
  }
  if (!good) session.exit(EXIT.artifact);
}
