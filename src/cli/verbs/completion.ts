import { readFile } from 'node:fs/promises';
import { BuilderError } from '../../error.js';
import { inHost } from '../../path.js';
import { didYouMean } from '../../text/index.js';
import { SHELLS } from '../complete/shells.js';
import { verbOf } from '../describe/verb.js';
import { commonOptions } from '../options/common.js';
import { oneName } from '../options/words.js';
import { PACKAGE } from '../session/package.js';

export const verb = verbOf({
  group: 'machine',
  usage: '[SHELL]',
  sentence: 'the script that completes all this in a shell',
  help: 'It completes verbs, options, what options take, recipes, stacks and architectures. binary-builder has to be in PATH.',
  examples: [
    'source <(binary-builder completion bash)                  # in ~/.bashrc',
    'source <(binary-builder completion zsh)                   # in ~/.zshrc, after compinit',
    'binary-builder completion fish > ~/.config/fish/completions/binary-builder.fish',
  ],
  options: commonOptions,
  run,
});

async function run(words: string[]): Promise<void> {
  const name = oneName('completion', words);
  const shell = SHELLS.find((known) => known === name);
  if (shell !== undefined) {
    process.stdout.write(
      await readFile(inHost(PACKAGE, `completions/binary-builder.${shell}`), 'utf8'),
    );
    return;
  }
  throw new BuilderError('USAGE', `There is no completion for '${name}'.`, {
    hint: didYouMean(name, SHELLS) + `Shells: ${SHELLS.join(', ')}.`,
  });
}
