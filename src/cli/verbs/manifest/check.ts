import type * as z from 'zod';
import { EXIT } from '../../../error.js';
import {
  checkManifest,
  fetchAll,
  type FetchedUri,
  gatherSurroundings,
  type CheckReport,
  manifestChecks,
} from '../../../manifest/check/index.js';
import { loadManifest, type Manifest } from '../../../manifest/model/index.js';
import { hostPath } from '../../../path.js';
import { knownStacks } from '../../../stack/index.js';
import { findingsText } from '../../answer/manifest.js';
import { flag, list } from '../../describe/option.js';
import { verbOf } from '../../describe/verb.js';
import { commonOptions } from '../../options/common.js';
import { explainChecks, explainOption } from '../../options/explain-checks.js';
import { downloadLimitOption, privateRedirectsOption } from '../../options/limits.js';
import { told } from '../../print/told.js';
import { placesOf } from '../../session/places.js';
import { print } from '../../session/print.js';
import { withReporter } from '../../session/reporting.js';
import type { Session } from '../../session/session.js';
import { asOfOption, severityOption } from './check-settings.js';
import { oneFile } from './files.js';
import { recordsOption } from './options.js';
import { recordsIn } from './records.js';

const options = commonOptions.extend({
  outputDir: recordsOption,
  records: flag('compare with the records too'),
  fetch: flag('download every uri, and verify it'),
  secretQuery: list('<NAME>', 'with --fetch: a field in the query of uris that is a secret too'),
  limit: downloadLimitOption,
  allowPrivateRedirects: privateRedirectsOption,
  severity: severityOption,
  asOf: asOfOption,
  explain: explainOption(manifestChecks),
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  usage: '[FILE]',
  sentence: 'look a manifest over',
  help: 'Exit code 1 when an error was found.',
  examples: [
    'binary-builder manifest check manifest.yml --records --fetch',
    "binary-builder manifest check manifest.yml --severity 'stacks-shared=off: it is static'",
    'binary-builder manifest check manifest.yml --as-of 2026-10-31',
    'binary-builder manifest check --explain',
    'binary-builder manifest check --explain default-unmatched',
  ],
  options,
  run,
});

async function run(words: string[], options: Options, session: Session): Promise<void> {
  if (options.explain !== undefined) {
    const id = options.explain === true ? words[0] : options.explain;
    explainChecks({ verb: 'manifest check', checks: manifestChecks }, id, options);
    return;
  }
  const { file, path } = oneFile('check', words);
  const manifest = await loadManifest(path);
  const { findings, settings } = await reportOf(manifest, options, session);
  const entries = manifest.entries.length;
  print(
    options,
    { type: 'manifest.checked', file, entries, findings, settings },
    told(findingsText, file, { entries, findings, settings, checks: manifestChecks }),
  );
  if (findings.some(({ severity }) => severity === 'error')) session.exit(EXIT.no);
}

async function reportOf(
  manifest: Manifest,
  options: Options,
  session: Session,
): Promise<CheckReport> {
  const { signal } = session;
  const output = hostPath(options.outputDir ?? '.');
  const records = options.records ? await recordsIn(output, signal) : undefined;
  const given = {
    stacks: await knownStacks(placesOf(options).stacks),
    settings: options.severity,
    asOf: options.asOf,
    ...(records === undefined ? {} : { records }),
  };
  const surroundings = await gatherSurroundings(manifest, given, signal);
  const fetched = options.fetch ? await fetchUris(manifest, options, session) : undefined;
  return await checkManifest(manifest, { ...surroundings, fetched });
}

function fetchUris(manifest: Manifest, options: Options, session: Session): Promise<FetchedUri[]> {
  return withReporter(session, options, async (context) => {
    const all: FetchedUri[] = [];
    const limits = { ...context, secretQuery: options.secretQuery };
    for await (const fetched of fetchAll(manifest, limits)) all.push(fetched);
    return all;
  });
}
