import test from 'ava';
import type { Command } from 'commander';
import { orderOptions } from '../../src/cli/options.js';
import { makeProgram } from '../../src/cli/program.js';

const program = () =>
  makeProgram({
    signal: new AbortController().signal,
    exit: () => undefined,
    conceal: (text: string) => text,
  });

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

const verbs = program().commands.map((command) => command.name());

test('there are the documented verbs', (t) => {
  t.deepEqual(verbs, [
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
  ]);
});

for (const verb of verbs) {
  test(`the help of '${verb}' has examples of it, and explains every option`, (t) => {
    const command = program().commands.find((one) => one.name() === verb);
    if (command === undefined) throw new Error(verb);
    t.regex(helpOf(command), new RegExp(`\\nExamples:\\n {2}binary-builder ${verb}\\b`));
    t.not(command.description(), '');
    for (const { long, description } of command.options) t.not(description, '', long ?? verb);
  });
}

const FORMS = [
  ['-n', 'python', '-v', '3.10'],
  ['-npython', '-v3.10'],
  ['--name=python', '--version=3.10'],
  ['--name', 'python', '--version', '3.10'],
];

for (const argv of FORMS) {
  test(`${argv.join(' ')} says a name and a version`, (t) => {
    const classic = program();
    classic.parseOptions(argv);
    t.like(orderOptions.parse(classic.opts()), { name: 'python', version: '3.10' });

    const build = program().commands[0];
    build?.parseOptions(argv);
    t.like(orderOptions.parse(build?.opts()), { name: 'python', version: '3.10' });
  });
}

test('what may be given again is collected', (t) => {
  const classic = program();
  classic.parseOptions(['--option', 'a=yes', '--option=b']);
  t.deepEqual(orderOptions.parse(classic.opts()).option, ['a=yes', 'b']);
});

test('the content of a signature is taken as it is, dashes, line breaks and all', (t) => {
  const content = '-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n';
  for (const argv of [[`--gpg-signature=${content}`], ['--gpg-signature', content]]) {
    const classic = program();
    classic.parseOptions(argv);
    t.is(orderOptions.parse(classic.opts()).gpgSignature, content);
  }
});
