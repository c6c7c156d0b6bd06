import type * as z from 'zod';
import { flag, list, text } from '../../describe/option.js';
import { choiceOption } from '../../options/choices.js';
import { commonOptions } from '../../options/common.js';

export const recordsOption = text('<DIR>', 'the records are in its checksums/ (default: .)');

export const uriOption = text(
  '<TEMPLATE>',
  'where artifacts lie, as in https://…/{stack}/{file} (default: in the output directory)',
);

export const digestOption = choiceOption(
  ['md5', 'sha256', 'both'],
  '<KIND>',
  "(default: as the file's others)",
);

export const checkOption = flag('change nothing, print the diff; exit code 1 when there is one');

/** Options of `manifest update`. */
export const updateOptions = commonOptions.extend({
  outputDir: recordsOption,
  uri: uriOption,
  digest: digestOption,
  check: checkOption,
  line: list('<NAME=LINE>', 'versions of a line are major, minor or any'),
  keep: list('<NAME=N>', 'keep so many versions of a line (default: 1)'),
  keepAll: list('<NAME>', 'keep all versions'),
  keepLatestReleased: text('<REF>', 'keep the newest of the manifest at a git ref'),
  pin: list('<NAME=VERSION>', 'never remove this version'),
  recipe: list('<NAME=RECIPE>', 'take its artifacts from this recipe, where several make some'),
  dropStack: list('<STACK>', 'drop a retired stack'),
  default: list('<NAME=VERSION>', 'make this version the default'),
});

/** See {@link updateOptions}. */
export type UpdateOptions = z.infer<typeof updateOptions>;
