import { Command, Option } from 'commander';
import { ARCH_NAMES } from '../architecture.js';
import { LIMIT_NAMES } from '../limit.js';
import { printableLines } from '../text/index.js';
import { withBuildpackOptions } from './buildpack-options.js';
import { withManifestOptions } from './manifest-options.js';
import type { Session } from './session.js';

/** A verb's module: it gets the words after the verb and the options, still unread. */
interface Verb {
  run: (words: string[], options: unknown, session: Session) => Promise<void>;
}

/** The command line: which verbs there are, and what each takes. Verbs are loaded when they run. */
export function makeProgram(session: Session): Command {
  const verb = (load: () => Promise<Verb>) =>
    async function action(this: Command) {
      const { run } = await load();
      await run(this.args, this.opts(), session);
    };

  const program = new Command('binary-builder')
    .description(
      'Builds the native binaries that buildpacks vendor: verified, isolated, reproducible.',
    )
    .usage('--name=NAME --version=VERSION [--md5=…]\n       binary-builder VERB …')
    .argument('[words...]')
    .exitOverride()
    .configureOutput({
      // It repeats what it doesn't understand.
      writeErr: (text) => process.stderr.write(printableLines(session.conceal(text))),
    })
    .helpCommand('help [VERB]', 'explain a verb')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      examples([
        'binary-builder --name=libffi --version=3.4.4 --md5=0da1a5ed7786ac12dcbaf0d499d8a049',
        'binary-builder build libffi@3.4.4 libmemcached@1.1.4',
        'binary-builder plan python@3.11.2',
        'binary-builder doctor',
      ]),
    )
    .action(async function action(this: Command) {
      const { run } = await import('./verbs/classic.js');
      const verbs = [...this.commands.map((command) => command.name()), 'help'];
      await run(this.args, this.opts(), session, verbs);
    });
  withBuildOptions(withOrderOptions(withCommonOptions(program)));

  const add = (usage: string, description: string, load: () => Promise<Verb>, lines: string[]) =>
    withCommonOptions(program.command(usage).description(description))
      .action(verb(load))
      .addHelpText('after', examples(lines));

  withBuildOptions(
    withOrderOptions(
      add(
        'build [NAME@VERSION...]',
        'build artifacts, or take them from the store',
        () => import('./verbs/build.js'),
        [
          'binary-builder build libffi@3.4.4',
          'binary-builder build libffi@3.4.4 python@3.11.2 --jobs 4 --output-dir /srv/binaries',
          'binary-builder build python@3.12.99 --sha256=…     # a version that the recipe doesn’t list',
          'binary-builder build python@3.11.2 --option ensurepip=no',
        ],
      ),
    ),
  );
  withOrderOptions(
    add(
      'plan [NAME@VERSION...]',
      'show all that a build would do, and its build key; writes and asks nothing',
      () => import('./verbs/plan.js'),
      ['binary-builder plan libffi@3.4.4', 'binary-builder plan libffi@3.4.4 --json'],
    ),
  );
  withOrderOptions(
    add(
      'fetch [NAME@VERSION...]',
      'get sources into the cache, verified',
      () => import('./verbs/fetch.js'),
      [
        'binary-builder fetch python@3.11.2',
        'binary-builder fetch libffi@3.4.4 --url=file:///srv/libffi-3.4.4.tar.gz',
      ],
    ),
  );
  add(
    'recipes [list|show|lint] [NAME...]',
    'list recipes, show one, or check them',
    () => import('./verbs/recipes.js'),
    ['binary-builder recipes', 'binary-builder recipes show python', 'binary-builder recipes lint'],
  );
  add(
    'stacks [list|show|prepare] [NAME]',
    'list stacks, show one, or make one ready',
    () => import('./verbs/stacks.js'),
    [
      'binary-builder stacks',
      'binary-builder stacks prepare debian12',
      'binary-builder stacks prepare --refresh',
    ],
  )
    .addOption(archOption())
    .addOption(runnerOption())
    .option('--refresh', "make it ready anew, from today's packages or image");
  add(
    'artifacts [list|show] [NAME]',
    'list what was built, or show one record',
    () => import('./verbs/artifacts.js'),
    ['binary-builder artifacts', 'binary-builder artifacts show libffi-3.4.4'],
  ).addOption(outputOption());
  withArtifactOptions(
    add(
      'verify [ARTIFACT]',
      'all that can be verified of an artifact: digests, record, plan, audit, tests',
      () => import('./verbs/verify.js'),
      [
        'binary-builder verify libffi-3.4.4',
        'binary-builder verify ~/Downloads/libffi-3.4.4-linux-x64.tgz --output-dir /srv/binaries',
        'binary-builder verify python-3.11.2 --markdown verdict.md',
      ],
    ),
  )
    .addOption(urlOption())
    .addOption(secretQueryOption())
    .option('--markdown <FILE>', 'write the verdict to a file, for a pull request');
  withArtifactOptions(
    add(
      'audit [ARTIFACT|DIRECTORY]',
      'look an artifact over: leaks, libraries, glibc, links, modes; changes nothing',
      () => import('./verbs/audit.js'),
      [
        'binary-builder audit libffi-3.4.4',
        'binary-builder audit ./staging --prefix /app/.heroku/vendor',
        'binary-builder audit --explain',
        'binary-builder audit --explain glibc-max',
      ],
    ),
  )
    .option('--explain [CHECK]', 'what a check means and what to do about it; alone, list all')
    .option('--prefix <PREFIX>', 'where a tree without a record will be on the platform')
    .option('--stack <NAME>', 'the stack of a tree without a record')
    .addOption(archOption());
  withArtifactOptions(
    add(
      'test [ARTIFACT]',
      'run the tests of an artifact again, in a fresh stack',
      () => import('./verbs/test.js'),
      ['binary-builder test libffi-3.4.4', 'binary-builder test ./libffi-3.4.4-linux-x64.tgz'],
    ),
  )
    .addOption(urlOption())
    .addOption(secretQueryOption());
  withArtifactOptions(
    add(
      'rebuild [ARTIFACT]',
      'execute the plan of an artifact again, and compare',
      () => import('./verbs/rebuild.js'),
      ['binary-builder rebuild libffi-3.4.4', 'binary-builder rebuild python-3.11.2 --jobs 8'],
    ),
  )
    .addOption(urlOption())
    .addOption(secretQueryOption())
    .option('--jobs <N>', 'processes at once (default: one more than there are processors)');
  withArtifactOptions(
    add(
      'relocate [ARTIFACT]',
      'make a new artifact that lives at another prefix',
      () => import('./verbs/relocate.js'),
      [
        'binary-builder relocate libffi-3.4.4 --prefix /home/vcap/deps/0/libffi',
        "binary-builder relocate python-3.11.2 --prefix /home/vcap/deps/0/python --allow 'lib/libpython*'",
      ],
    ),
  )
    .addOption(urlOption())
    .addOption(secretQueryOption())
    .option('--prefix <PREFIX>', 'where the new artifact will live')
    .option(
      '--allow [GLOB...]',
      'binaries that may keep the old prefix, with a warning; alone, all of them',
    )
    .option('--force', 'replace what was published under the new name');
  withManifestOptions(
    add(
      'manifest [update|check|list|diff|new] [FILE] [NAME...]',
      "update a buildpack's manifest.yml from the records, check it, list it, or compare two",
      () => import('./verbs/manifest.js'),
      [
        'binary-builder manifest update manifest.yml',
        'binary-builder manifest update manifest.yml python@3.5.2 --line python=any --default python=3.5.2',
        'binary-builder manifest update manifest.yml --check',
        'binary-builder manifest check manifest.yml --records --fetch',
        'binary-builder manifest check --explain',
        'binary-builder manifest list manifest.yml',
        'binary-builder manifest diff released.yml manifest.yml',
        'binary-builder manifest new --language python --output manifest.yml',
      ],
    ),
    collect,
  );
  withBuildpackOptions(
    add(
      'buildpack [package|list|summary|overlay|stage] [BUILDPACK] [FILE|APPLICATION]',
      'package a buildpack, list what is in it, change a copy of it, or stage an application with it',
      () => import('./verbs/buildpack.js'),
      [
        'binary-builder buildpack package . --cached --stack cflinuxfs4',
        'binary-builder buildpack package . --uncached --any-stack --version 1.8.2 --output-dir /srv/zips',
        'binary-builder buildpack list .',
        'binary-builder buildpack summary python_buildpack-cached-v1.8.2.zip --markdown',
        'binary-builder buildpack overlay . s390x.yml --output ../python-buildpack-s390x',
        'binary-builder buildpack stage python_buildpack-cached-v1.8.2.zip ../my-app --stack debian12 --run',
      ],
    ),
    collect,
  );
  add('shell [BUILD]', 'look around where a build failed', () => import('./verbs/shell.js'), [
    'binary-builder shell                                  # which builds failed',
    'binary-builder shell libffi-3.4.4-debian12-x64-1a2b3c4d',
  ])
    .addOption(runnerOption())
    .addOption(limitOption());
  add(
    'doctor',
    'what this machine can do, what is missing, and the command that mends it',
    () => import('./verbs/doctor.js'),
    [
      'binary-builder doctor',
      'binary-builder doctor --fix',
      'binary-builder doctor --fix --arch s390x,arm64',
    ],
  )
    .option('--fix', 'install what is missing, when run as root on Debian or Ubuntu')
    .option('--arch <ARCH,…>', 'with --fix, also what runs the programs of these architectures');
  add(
    'cache [show|prune]',
    'where the cache is, how large, and make it smaller',
    () => import('./verbs/cache.js'),
    [
      'binary-builder cache',
      'binary-builder cache prune --older-than 30',
      'binary-builder cache prune --kind work',
    ],
  )
    .option('--older-than <DAYS>', 'only what was not used for this many days')
    .option(
      '--kind <KIND>',
      'only sources, stacks, artifacts, work or ccache (repeatable)',
      collect,
    );
  return program;
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'one JSON object per event on standard output')
    .option('--verbose', "show every line of every step's output")
    .option('--recipes-dir <DIR>', 'look here for recipes before the package (default: ./recipes)')
    .option('--stacks-dir <DIR>', 'look here for stacks before the package (default: ./stacks)');
}

function withOrderOptions(command: Command): Command {
  return command
    .option('-n, --name <NAME>', 'the recipe')
    .option('-v, --version <VERSION>', 'the version of the source')
    .option('--md5 <DIGEST>', 'md5 of the source; of several digests all are checked')
    .option('--sha256 <DIGEST>', 'sha256 of the source')
    .option('--sha512 <DIGEST>', 'sha512 of the source')
    .option('--git-commit-sha <COMMIT>', 'the commit of a source that is a git tag')
    .option('--gpg-rsa-key-id <ID>', 'the key that signed the source')
    .option('--gpg-signature <ASC>', 'its detached signature: the content of the .asc, or a path')
    .addOption(urlOption())
    .addOption(secretQueryOption())
    .option('--option <NAME=yes|no>', 'set an option of the recipe (repeatable)', collect)
    .option('--stack <NAME>', 'the stack to build in')
    .option('--arch <ARCH,…>', `the architecture, or several: ${ARCH_NAMES.join(', ')}`)
    .option(
      '--build-mode <MODE>',
      'auto, native, emulated or cross: how to build for an architecture',
    );
}

function withBuildOptions(command: Command): Command {
  return command
    .addOption(runnerOption())
    .option('--jobs <N>', 'processes at once in a build (default: one per processor)')
    .option(
      '--parallel <N>',
      'builds at once (default: as many as there are processors, 4 at most)',
    )
    .addOption(outputOption())
    .option('--ccache', 'keep compiler results between builds (default where the stack has ccache)')
    .option('--no-ccache', 'neither use nor keep any, as for builds that will be signed')
    .option('--force', 'build although it was built, and replace what was published')
    .addOption(limitOption());
}

function withArtifactOptions(command: Command): Command {
  return command
    .addOption(outputOption())
    .option('--record <FILE>', 'the record of the artifact, where it is not found by itself')
    .addOption(runnerOption())
    .option('--max-members <N>', 'refuse an archive with more members')
    .option('--max-unpacked-size <BYTES>', 'refuse an archive that is larger unpacked, as in 4G')
    .addOption(limitOption());
}

function archOption(): Option {
  return new Option('--arch <ARCH>', `the architecture: ${ARCH_NAMES.join(', ')}`);
}

function runnerOption(): Option {
  return new Option('--runner <RUNNER>', 'auto, docker, podman, bubblewrap or host');
}

function urlOption(): Option {
  return new Option('--url <URL>', 'get the source from here first');
}

function secretQueryOption(): Option {
  const meaning = 'a field in the query of addresses that is a secret too (repeatable)';
  return new Option('--secret-query <NAME>', meaning).argParser(collect);
}

function limitOption(): Option {
  return new Option(
    '--limit <NAME=VALUE>',
    `what a step may take: ${LIMIT_NAMES.join(', ')}, as in time=8h (repeatable)`,
  ).argParser(collect);
}

function outputOption(): Option {
  return new Option('--output-dir <DIR>', 'artifacts/ and checksums/ are in it (default: .)');
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
