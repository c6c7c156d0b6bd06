import type * as z from 'zod';
import { listBuildpack } from '../../../buildpack/package/index.js';
import { buildpackListText } from '../../answer/buildpack.js';
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
  sentence: 'list the dependencies of a folder or a zip',
  examples: ['binary-builder buildpack list .'],
  options,
  run,
});

async function run(words: string[], options: Options, { signal }: Session): Promise<void> {
  const { name, path } = oneBuildpack('list', words);
  const found = await listBuildpack(path, signal);
  print(
    options,
    { type: 'buildpack.listed', ...found },
    told(buildpackListText, name, found, options.markdown),
  );
}
