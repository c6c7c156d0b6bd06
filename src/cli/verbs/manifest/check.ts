import type * as z from 'zod';
import { EXIT } from '../../../error.js';
import {
  checkManifest,
  fetchAll,
  findingOfFetch,
  gatherSurroundings,
  type CheckReport,
  manifestChecks,
  type ManifestFinding,
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
  const { settings, ...report } = await reportOf(manifest, options);
  const findings = [
    ...report.findings,
    ...(options.fetch ? await fetchFindings(manifest, options, session) : []),
  ].sort((a, b) => a.range.start - b.range.start);
  const entries = manifest.entries.length;
  print(
    options,
    { type: 'manifest.checked', file, entries, findings, settings },
    told(findingsText, file, { entries, findings, settings, checks: manifestChecks }),
  );
  if (findings.some(({ severity }) => severity === 'error')) session.exit(EXIT.no);
}

async function reportOf(manifest: Manifest, options: Options): Promise<CheckReport> {
  const records = options.records ? await recordsIn(hostPath(options.outputDir ?? '.')) : undefined;
  const surroundings = await gatherSurroundings(manifest, {
    stacks: await knownStacks(placesOf(options).stacks),
    settings: options.severity,
    asOf: options.asOf,
    ...(records === undefined ? {} : { records }),
  });
  return await checkManifest(manifest, surroundings);
}

function fetchFindings(
  manifest: Manifest,
  options: Options,
  session: Session,
): Promise<ManifestFinding[]> {
  return withReporter(session, options, async (context) => {
    const findings: ManifestFinding[] = [];
    for await (const fetched of fetchAll(manifest, {
      ...context,
      secretQuery: options.secretQuery,
    })) {
      const finding = findingOfFetch(fetched);
      if (finding !== undefined) findings.push(finding);
    }
    return findings;
  });
}
