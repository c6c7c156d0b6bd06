import { readFile } from 'node:fs/promises';
import { withoutSecrets, withoutSecretsIn } from '../../../network/index.js';
import { loadRecipe } from '../../../recipe/index.js';
import { printable } from '../../../text/index.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions, type CommonOptions } from '../../options/common.js';
import { oneName } from '../../options/words.js';
import { toldDocument } from '../../print/told.js';
import { placesOf } from '../../session/places.js';
import { print } from '../../session/print.js';

export const verb = verbOf({
  usage: '[RECIPE]',
  sentence: 'show a recipe, and where it is',
  examples: ['binary-builder recipes show python'],
  options: commonOptions,
  run,
});

async function run(words: string[], options: CommonOptions): Promise<void> {
  const name = oneName('recipes show', words);
  const { recipe, path } = await loadRecipe(name, placesOf(options).recipes);
  const text = withoutSecrets(await readFile(path, 'utf8'));
  print(
    options,
    { type: 'recipe.shown', path, recipe: withoutSecretsIn(recipe) },
    toldDocument(`# ${printable(path)}\n${text}`),
  );
}
