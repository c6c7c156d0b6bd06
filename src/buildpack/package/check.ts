import { counted, printable } from '../../text/index.js';
import { BuilderError } from '../../error.js';
import type { Emit } from '../../event.js';
import {
  checkManifest,
  type CheckReport,
  gatherSurroundings,
  type ManifestFinding,
  type WantedPackage,
} from '../../manifest/check/index.js';
import { type Manifest } from '../../manifest/model/index.js';
import { inHost, type HostPath } from '../../path.js';
import type { PackageRequest } from './request.js';

/** Credentials are for the download, and are taken out: that there are any is told, no more. */
const HARMLESS = new Set(['credentials']);

/** What is to be checked, and how. */
type WantedCheck = NonNullable<PackageRequest['check']> & {
  readonly directory: HostPath;
  readonly package: WantedPackage;
};

/**
 * Runs the checks of manifests before a package is made: errors end it, warnings are told, and what was
 * made less than it is, with the reason.
 * @throws BuilderError MANIFEST_INVALID with all that was found
 */
export async function requireChecked(
  manifest: Manifest,
  { directory, ...asked }: WantedCheck,
  { emit, signal }: { emit: Emit; signal?: AbortSignal | undefined },
): Promise<void> {
  // The manifest's patterns of files are looked up in the buildpack, wherever the manifest lies.
  const place = { path: inHost(directory, 'manifest.yml') };
  const surroundings = await gatherSurroundings(place, asked, signal);
  const { findings, settings } = await checkManifest(manifest, surroundings);
  const isError = ({ check, severity }: ManifestFinding) =>
    severity === 'error' && !HARMLESS.has(check);
  const warnings = [
    ...findings.filter((one) => !isError(one)).map((finding) => told(manifest, finding)),
    ...settings.flatMap((setting) => lessened(setting)),
  ];
  for (const message of warnings) emit({ type: 'warning', buildpack: directory, message });
  const errors = findings.filter(isError);
  if (errors.length === 0) return;
  throw new BuilderError(
    'MANIFEST_INVALID',
    `${manifest.path} has ${counted(errors.length, 'error')}.`,
    {
      excerpt: errors.map((error) => told(manifest, error)),
      hint:
        "Nothing was packaged. 'binary-builder manifest check' says what each of them means; " +
        "--severity 'CHECK=off: REASON' switches one off; --no-check packages all the same.",
    },
  );
}

/** What was switched off, or made a warning, if anything was found by it. */
function lessened({ check, severity, reason, findings }: CheckReport['settings'][number]) {
  if (severity === 'error' || findings === 0) return [];
  const how = severity === 'off' ? 'is switched off' : 'is a warning';
  return [`the check ${check} ${how}, ${counted(findings, 'finding')}: ${printable(reason ?? '')}`];
}

function told({ path }: Manifest, { line, column, message, check }: ManifestFinding): string {
  return `${path}:${line}:${column}: ${printable(message)} (${check})`;
}
