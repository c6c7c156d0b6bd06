import { unknownVerb } from '../catalogue/unknown.js';
import { verbOf } from '../describe/verb.js';
import { buildOptions, type BuildOptions } from '../options/build.js';
import type { Session } from '../session/session.js';
import { run as build } from './build.js';

/** `binary-builder --name=… --version=…`, as the platform's old builder took it. */
export const verb = verbOf({
  usage: '[words...]',
  sentence: 'build as the old builder of the platform was told to',
  examples: ['binary-builder --name=libffi --version=3.4.4 --md5=0da1a5ed7786ac12dcbaf0d499d8a049'],
  options: buildOptions,
  run,
});

async function run(words: string[], options: BuildOptions, session: Session): Promise<void> {
  const [word] = words;
  if (word !== undefined) throw unknownVerb(word);
  await build([], options, session);
}
