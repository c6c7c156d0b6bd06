import { lintRecipes } from '../../../builder/order/index.js';
import { EXIT } from '../../../error.js';
import { counted } from '../../../text/index.js';
import { explain } from '../../answer/error.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions, type CommonOptions } from '../../options/common.js';
import { joined, told } from '../../print/told.js';
import { placesOf } from '../../session/places.js';
import { print } from '../../session/print.js';
import type { Session } from '../../session/session.js';

export const verb = verbOf({
  usage: '[RECIPE...]',
  sentence: 'check recipes: every version on every stack',
  help: 'Exit code 2 when there is a problem.',
  examples: ['binary-builder recipes lint', 'binary-builder recipes lint python'],
  options: commonOptions,
  run,
});

async function run(names: string[], options: CommonOptions, session: Session): Promise<void> {
  const { checked, problems } = await lintRecipes(names, placesOf(options));
  if (problems.length > 0) session.exit(EXIT.usage);
  print(
    options,
    {
      type: 'recipes.checked',
      checked,
      problems: problems.map((problem) => explain(problem).failure),
    },
    joined([
      ...problems.map((problem) => explain(problem).text),
      told(() => `${counted(checked.length, 'recipe')} checked, ${problems.length} with problems.`),
    ]),
  );
}
