import { Command, Option } from 'commander';
import { BuilderError } from '../error.js';
import { printableLines } from '../text/index.js';
import { entryOf, siblingFlags, subverbsOf } from './catalogue/find.js';
import { requireSubverb, unknownVerb } from './catalogue/unknown.js';
import { COMMON_FLAGS } from './catalogue/verbs.js';
import { partsOf, type Flag } from './describe/flag.js';
import { flagsOf } from './describe/flags.js';
import type { Verb } from './describe/verb.js';
import type { Asked } from './find-verb.js';
import { familyText } from './help/family.js';
import { overview } from './help/overview.js';
import { loadVerb } from './registry.js';
import type { Session } from './session/session.js';

type Work = Omit<Session, 'help'>;

/**
 * Does what somebody asks for.
 * @throws CommanderError for options that commander refuses, which it has said already; BuilderError
 */
export async function runAsked(asked: Asked, work: Work): Promise<void> {
  const session: Session = { ...work, help: (words) => showHelp(words, work) };
  switch (asked.what) {
    case 'help':
      process.stdout.write(asked.name === '' ? overview() : familyText(asked.name));
      return;
    case 'classic':
      await (await classicCommand(session)).parseAsync(asked.rest, { from: 'user' });
      return;
    case 'verb': {
      const command = commandOf(asked.name, await loadVerb(asked.name), session);
      await command.parseAsync(asked.rest, { from: 'user' });
    }
  }
}

/** `help [VERB] [SUBVERB]` */
async function showHelp(words: readonly string[], work: Work): Promise<void> {
  const [verb, subverb] = words;
  const entry = verb === undefined ? undefined : entryOf(verb);
  if (verb === undefined) {
    process.stdout.write(overview());
  } else if (entry === undefined) {
    throw unknownVerb(verb);
  } else if (subverb === undefined && subverbsOf(verb).length > 0) {
    process.stdout.write(familyText(verb));
  } else {
    const name = subverb === undefined ? verb : requireSubverb(verb, subverb);
    const session: Session = { ...work, help: () => Promise.resolve() };
    commandOf(name, await loadVerb(name), session).outputHelp();
  }
}

/** The classic form: what `build` takes, without a verb. */
export async function classicCommand(session: Session): Promise<Command> {
  const { verb: classic } = await import('./verbs/classic.js');
  const command = withFlags(rootCommand(session), flagsOf(classic.options));
  return command.arguments(classic.usage).action(async function action(this: Command) {
    await classic.run(this.args, this.opts(), session);
  });
}

/** The command of a verb or subverb, made of its description. */
export function commandOf(name: string, verb: Verb, session: Session): Command {
  const { usage, sentence, help, examples, options } = verb;
  const command = name
    .split(' ')
    .reduce((parent, word) => parent.command(word), rootCommand(session))
    .description(help === undefined ? sentence : `${sentence}\n\n${help}`)
    .allowExcessArguments(name.includes(' ') && usage !== '')
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`);
  if (usage !== '') command.arguments(usage);
  withFlags(command, flagsOf(options));
  refuseSiblings(name, command);
  return command.action(async function action(this: Command) {
    await verb.run(this.args, this.opts(), session);
  });
}

/**
 * What other subverbs of a verb take is refused by name. Added behind the subverb's own, since
 * commander makes `--no-…` alone something that is on.
 */
function refuseSiblings(name: string, command: Command): void {
  const entry = entryOf(name);
  for (const { flag, takenBy } of entry === undefined ? [] : siblingFlags(entry)) {
    const option = optionOf(flag).hideHelp();
    command.addOption(option);
    command.on(`option:${option.name()}`, () => {
      throw new BuilderError('USAGE', `'${name}' takes no ${partsOf(flag).long}.`, {
        hint: `'${takenBy}' does: 'binary-builder help ${takenBy}' explains it.`,
      });
    });
  }
}

function rootCommand(session: Session): Command {
  return new Command('binary-builder')
    .exitOverride()
    .configureOutput({
      // It repeats what it doesn't understand.
      writeErr: (text) => process.stderr.write(printableLines(session.conceal(text))),
    })
    .helpCommand(false)
    .helpOption('-h, --help', 'this text')
    .showSuggestionAfterError();
}

function withFlags(command: Command, flags: readonly Flag[]): Command {
  const common = new Set(COMMON_FLAGS.map((flag) => flag.flags));
  const isCommon = (flag: Flag) => common.has(flag.flags);
  for (const flag of flags.filter((one) => !isCommon(one))) command.addOption(optionOf(flag));
  for (const flag of flags.filter(isCommon)) {
    command.addOption(optionOf(flag).helpGroup('Options of all verbs:'));
  }
  return command;
}

function optionOf({ flags, says, repeatable }: Flag): Option {
  const option = new Option(flags, says);
  return repeatable === true ? option.argParser(collect) : option;
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}
