import type { Command } from 'commander';

/** The options of `manifest`: those of all its subverbs, each with the one that takes it. */
export function withManifestOptions(
  command: Command,
  collect: (value: string, earlier?: string[]) => string[],
): Command {
  return command
    .option('--output-dir <DIR>', 'the records are in its checksums/ (default: .)')
    .option('--uri <TEMPLATE>', 'update, new: where artifacts lie, as in https://…/{stack}/{file}')
    .option('--digest <KIND>', "update, new: md5, sha256 or both (default: as the file's others)")
    .option('--check', 'update: change nothing, print the diff; exit code 1 when there is one')
    .option('--line <NAME=LINE>', 'update: versions of a line are major, minor or any', collect)
    .option('--keep <NAME=N>', 'update: keep so many versions of a line (default: 1)', collect)
    .option('--keep-all <NAME>', 'update: keep all versions', collect)
    .option('--keep-latest-released <REF>', 'update: keep the newest of the manifest at a git ref')
    .option('--pin <NAME=VERSION>', 'update: never remove this version', collect)
    .option('--drop-stack <NAME>', 'update: drop a retired stack', collect)
    .option('--default <NAME=VERSION>', 'update: make this version the default', collect)
    .option('--records', 'check: compare with the records too')
    .option('--fetch', 'check: download every uri, and verify it')
    .option(
      '--secret-query <NAME>',
      'check --fetch: a field in the query of uris that is a secret too',
      collect,
    )
    .option('--explain [CHECK]', 'check: what a check means and what to do; alone, list all')
    .option('--language <NAME>', "new: the buildpack's language")
    .option('--output <FILE>', 'new: write to this file, not to standard output');
}
