import { testArtifact } from '../../artifact/index.js';
import { findRecord } from '../../store/index.js';
import { counted } from '../../text/index.js';
import { artifactData } from '../answer/artifact-data.js';
import { verbOf } from '../describe/verb.js';
import {
  artifactRequest,
  fetchingOptions,
  recordPlacesOf,
  type FetchingOptions,
} from '../options/artifact.js';
import { oneName } from '../options/words.js';
import { told } from '../print/told.js';
import { print } from '../session/print.js';
import { withReporter } from '../session/reporting.js';
import type { Session } from '../session/session.js';

export const verb = verbOf({
  group: 'prove',
  usage: '[ARTIFACT]',
  sentence: 'run the tests of an artifact again, in a fresh stack',
  examples: [
    'binary-builder test libffi-3.4.4',
    'binary-builder test ./libffi-3.4.4-linux-x64.tgz',
  ],
  options: fetchingOptions,
  run,
});

async function run(words: string[], options: FetchingOptions, session: Session): Promise<void> {
  const found = await findRecord(oneName('test', words), recordPlacesOf(options, session));
  const request = await artifactRequest(found, options, session);
  const { artifact, passed } = await withReporter(session, options, (context) =>
    testArtifact(request, context),
  );
  print(
    options,
    { type: 'artifact.tested', artifact: artifactData(artifact, found.record), passed },
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
