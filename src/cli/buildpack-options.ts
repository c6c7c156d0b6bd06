import { Option, type Command } from 'commander';

/** The options of `buildpack`: those of all its subverbs, each with the one that takes it. */
export function withBuildpackOptions(
  command: Command,
  collect: (value: string, earlier?: string[]) => string[],
): Command {
  return command
    .option(
      '--cached',
      'package: with every dependency in it, for machines without internet access',
    )
    .option('--uncached', 'package: dependencies are downloaded when an application is staged')
    .option('--stack <NAME>', 'package: for this stack alone; stage: the stack to stage in')
    .option('--any-stack', 'package: for every stack that the manifest has')
    .option(
      '--version <VERSION>',
      'package: of the buildpack (default: what its file VERSION says)',
    )
    .option('--output-dir <DIR>', 'package: the zip goes there (default: .)')
    .option('--manifest <FILE>', "package: this manifest, not the buildpack's own")
    .option('--layout <LAYOUT>', 'package: classic or current (default: what the manifest is)')
    .option('--profile <NAME>', 'package: leave out what this one of packaging_profiles says')
    .option('--include <NAME>', 'package: keep a dependency that the profile leaves out', collect)
    .option('--exclude <NAME>', 'package: leave out a dependency', collect)
    .option(
      '--artifacts <DIR>',
      'package: look for dependencies in its artifacts/ first (default: .)',
    )
    .option(
      '--secret-query <NAME>',
      'package: a field in the query of uris that is a secret too',
      collect,
    )
    .option('--check', 'overlay: write nothing, print the diff; exit code 1 when there is one')
    .option('--no-check', "package: don't check the manifest first")
    .option('--markdown', 'list, summary: as Markdown')
    .option('--output <PATH>', 'overlay: the copy, a folder; stage: the droplet, a file')
    .option('--force', 'overlay: replace a folder that is there')
    .option('--run', 'stage: start the web process and ask it for a page')
    .option('--path <PATH>', 'stage --run: the page (default: /)')
    .option('--timeout <SECONDS>', 'stage --run: how long the application may take to answer')
    .option('--env <NAME=VALUE>', "stage: a variable of the application's environment", collect)
    .option('--cache-dir <DIR>', "stage: the application's cache, kept between stagings")
    .option('--interface <KIND>', 'stage: compile or supply (default: as the platform chooses)')
    .option('--limit <NAME=VALUE>', 'stage: what a script may take, as in time=1h', collect)
    .addOption(new Option('--runner <RUNNER>', 'stage: auto, docker, podman or bubblewrap'));
}
