import { testArtifact } from '../../artifact/index.js';
import { counted } from '../../text/index.js';
import { findRecord } from '../../store/index.js';
import { artifactData, artifactOptions, artifactRequest, recordPlacesOf } from '../artifact.js';
import { told } from '../print/told.js';
import { print, withReporter, type Session } from '../session.js';
import { oneName } from '../words.js';

/** `binary-builder test ARTIFACT` */
export async function run(words: string[], raw: unknown, session: Session): Promise<void> {
  const options = artifactOptions.parse(raw);
  const found = await findRecord(oneName('test', words), recordPlacesOf(options));
  const request = await artifactRequest(found, options, session);
  const { artifact, passed } = await withReporter(session, options, (context) =>
    testArtifact(request, context),
  );
  print(
    options,
    { type: 'test.report', artifact: artifactData(artifact, found.record), passed },
    told(passedText, artifact, passed),
  );
}

function passedText(artifact: string, passed: readonly string[]): string {
  return [
    ...passed.map((name) => `✔ ${name}`),
    passed.length === 0
      ? `${artifact}: its recipe has no tests.`
      : `${artifact}: ${counted(passed.length, 'test')} passed.`,
  ].join('\n');
}
