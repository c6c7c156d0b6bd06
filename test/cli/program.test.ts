import test from 'ava';
import type { Command } from 'commander';
import { subverbsOf, topVerbs, verbNames } from '../../src/cli/catalogue/find.js';
import { VERBS } from '../../src/cli/catalogue/verbs.js';
import { orderOptions } from '../../src/cli/options/order.js';
import { followUp } from '../../src/cli/follow-up.js';
import { classicCommand, commandOf } from '../../src/cli/program.js';
import { loadVerb } from '../../src/cli/registry.js';

const session = {
  signal: new AbortController().signal,
  exit: () => undefined,
  conceal: (text: string) => text,
  typed: followUp([]),
  help: () => Promise.resolve(),
};

async function command(name: string): Promise<Command> {
  return commandOf(name, await loadVerb(name), session);
}

function helpOf(one: Command): string {
  let text = '';
  one.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  one.outputHelp();
  return text;
}

test('there are the documented verbs', (t) => {
  t.deepEqual(verbNames(), [
    'build',
    'plan',
    'fetch',
    'recipes',
    'stacks',
    'artifacts',
    'verify',
    'audit',
    'test',
    'rebuild',
    'relocate',
    'manifest',
    'buildpack',
    'shell',
    'doctor',
    'cache',
    'completion',
    'help',
  ]);
  for (const { name, group } of topVerbs()) t.truthy(group, name);
});

const working = VERBS.filter(({ name }) => subverbsOf(name).length === 0);

for (const { name } of working) {
  test(`the help of '${name}' has examples of it, and explains every option`, async (t) => {
    const one = await command(name);
    const help = helpOf(one);
    t.regex(help, new RegExp(`^Usage: binary-builder ${name} \\[options\\]`));
    // The first subverb needs no word.
    const [verb = ''] = name.split(' ');
    t.regex(help, new RegExp(`\\nExamples:\\n {2}(source <\\()?binary-builder ${verb}\\b`));
    t.not(one.description(), '');
    for (const { long, description } of one.options) t.not(description, '', long ?? name);
  });
}

test('the help of a subverb has its own options alone', async (t) => {
  const help = helpOf(await command('manifest check'));
  t.regex(help, /^ {2}--records /m);
  t.notRegex(help, /--keep-all/);
});

const FORMS = [
  ['-n', 'python', '-v', '3.10'],
  ['-npython', '-v3.10'],
  ['--name=python', '--version=3.10'],
  ['--name', 'python', '--version', '3.10'],
];

for (const argv of FORMS) {
  test(`${argv.join(' ')} says a name and a version`, async (t) => {
    for (const one of [await classicCommand(session), await command('build')]) {
      one.parseOptions(argv);
      t.like(orderOptions.parse(one.opts()), { name: 'python', version: '3.10' });
    }
  });
}

test('what may be given again is collected', async (t) => {
  const classic = await classicCommand(session);
  classic.parseOptions(['--option', 'a=yes', '--option=b']);
  t.deepEqual(orderOptions.parse(classic.opts()).option, ['a=yes', 'b']);
});

test('the content of a signature is taken as it is, dashes, line breaks and all', async (t) => {
  const content = '-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n';
  for (const argv of [[`--gpg-signature=${content}`], ['--gpg-signature', content]]) {
    const classic = await classicCommand(session);
    classic.parseOptions(argv);
    t.is(orderOptions.parse(classic.opts()).gpgSignature, content);
  }
});
