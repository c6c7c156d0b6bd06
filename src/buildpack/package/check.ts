import { counted, printable } from '../../text/index.js';
import { BuilderError } from '../../error.js';
import type { Emit } from '../../event.js';
import {
  checkManifest,
  gatherSurroundings,
  type ManifestFinding,
} from '../../manifest/check/index.js';
import { type Manifest } from '../../manifest/model/index.js';
import { inHost, type HostPath } from '../../path.js';

/** Credentials are for the download, and are taken out: that there are any is told, no more. */
const HARMLESS = new Set(['credentials']);

/**
 * Runs the checks of manifests before a package is made: errors end it, warnings are told.
 * @param directory the buildpack, in which the manifest's patterns of files are looked up
 * @param stacks those that there are
 * @throws BuilderError MANIFEST_INVALID with all that was found
 */
export async function requireChecked(
  manifest: Manifest,
  directory: HostPath,
  stacks: readonly string[],
  emit: Emit,
): Promise<void> {
  const place = { path: inHost(directory, 'manifest.yml') };
  const findings = await checkManifest(manifest, await gatherSurroundings(place, { stacks }));
  const isError = ({ check, severity }: ManifestFinding) =>
    severity === 'error' && !HARMLESS.has(check);
  for (const finding of findings.filter((one) => !isError(one))) {
    emit({ type: 'warning', buildpack: directory, message: told(manifest, finding) });
  }
  const errors = findings.filter(isError);
  if (errors.length === 0) return;
  throw new BuilderError(
    'MANIFEST_INVALID',
    `${manifest.path} has ${counted(errors.length, 'error')}.`,
    {
      excerpt: errors.map((error) => told(manifest, error)),
      hint:
        "Nothing was packaged. 'binary-builder manifest check' says what each of them means; " +
        '--no-check packages all the same.',
    },
  );
}

function told({ path }: Manifest, { line, column, message, check }: ManifestFinding): string {
  return `${path}:${line}:${column}: ${printable(message)} (${check})`;
}
