import type * as z from 'zod';
import { summarizeBuildpack } from '../../../buildpack/package/index.js';
import { summaryText } from '../../answer/buildpack.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions } from '../../options/common.js';
import { told } from '../../print/told.js';
import { print } from '../../session/print.js';
import type { Session } from '../../session/session.js';
import { markdownOption } from './options.js';
import { oneBuildpack } from './words.js';

const options = commonOptions.extend({ markdown: markdownOption });

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '[BUILDPACK]',
  sentence: 'what release notes tell of a folder or a zip',
  examples: ['binary-builder buildpack summary python_buildpack-cached-v1.8.2.zip --markdown'],
  options,
  run,
});

async function run(words: string[], options: Options, { signal }: Session): Promise<void> {
  const found = await summarizeBuildpack(oneBuildpack('summary', words).path, signal);
  print(
    options,
    { type: 'buildpack.summarized', ...found },
    told(summaryText, found, options.markdown),
  );
}
