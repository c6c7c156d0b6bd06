import { EXIT } from '../../../error.js';
import {
  checkManifest,
  fetchAll,
  findingOfFetch,
  gatherSurroundings,
  manifestChecks,
  type ManifestFinding,
} from '../../../manifest/check/index.js';
import { loadManifest, type Manifest } from '../../../manifest/model/index.js';
import { hostPath } from '../../../path.js';
import { loadStacks } from '../../../stack/index.js';
import { recordsIn } from './records.js';
import { explainChecks } from '../../explain-check.js';
import { findingsText } from '../../answer/manifest.js';
import { told } from '../../print/told.js';
import { placesOf, print, withReporter, type Session } from '../../session.js';
import { oneFile } from './files.js';
import { parseSubverbOptions } from '../../subverb-options.js';
import { manifestOptions, type ManifestOptions } from './options.js';

/** `binary-builder manifest check FILE`, `binary-builder manifest check --explain [ID]` */
export async function check(
  words: readonly string[],
  raw: unknown,
  session: Session,
): Promise<void> {
  const options = parseSubverbOptions('manifest check', manifestOptions.check, raw);
  if (options.explain !== undefined) {
    const id = options.explain === true ? words[0] : options.explain;
    explainChecks({ verb: 'manifest check', checks: manifestChecks }, id, options);
    return;
  }
  const { file, path } = oneFile('check', words);
  const manifest = await loadManifest(path);
  const findings = [
    ...(await findingsOf(manifest, options)),
    ...(options.fetch ? await fetchFindings(manifest, options, session) : []),
  ].sort((a, b) => a.range.start - b.range.start);
  const entries = manifest.entries.length;
  print(
    options,
    { type: 'manifest.checked', file, entries, findings },
    told(findingsText, file, { entries, findings, checks: manifestChecks }),
  );
  if (findings.some(({ severity }) => severity === 'error')) session.exit(EXIT.no);
}

async function findingsOf(
  manifest: Manifest,
  options: ManifestOptions<'check'>,
): Promise<ManifestFinding[]> {
  const stacks = await loadStacks(placesOf(options).stacks);
  const records = options.records ? await recordsIn(hostPath(options.outputDir ?? '.')) : undefined;
  const surroundings = await gatherSurroundings(manifest, {
    stacks: stacks.map(({ name }) => name),
    ...(records === undefined ? {} : { records }),
  });
  return await checkManifest(manifest, surroundings);
}

function fetchFindings(
  manifest: Manifest,
  options: ManifestOptions<'check'>,
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
