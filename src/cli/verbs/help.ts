import { verbOf } from '../describe/verb.js';
import { commonOptions } from '../options/common.js';

export const verb = verbOf({
  group: 'machine',
  usage: '[VERB] [SUBVERB]',
  sentence: 'explain a verb, or list all',
  examples: ['binary-builder help build', 'binary-builder help manifest update'],
  options: commonOptions,
  run: (words, _options, session) => session.help(words),
});
