import type { Surroundings } from '../../../src/manifest/check/check.js';
import { checkManifest, type ManifestFinding } from '../../../src/manifest/check/index.js';
import { readManifest } from '../../../src/manifest/model/index.js';
import { hostPath } from '../../../src/path.js';

/** 64 hex digits that begin with these. */
export function sha256(beginning: string): string {
  return beginning.padEnd(64, '0');
}

export function md5(beginning: string): string {
  return beginning.padEnd(32, '0');
}

/** Stacks whose names tell in the names of files what is for them. */
export function namedStacks(...names: string[]): Surroundings['stacks'] {
  return names.map((name) => ({ name, inFileNames: true }));
}

const AROUND: Surroundings = {
  stacks: namedStacks('cflinuxfs2', 'cflinuxfs3', 'cflinuxfs4'),
  today: new Date('2026-11-21T08:00:00Z'),
  files: () => Promise.resolve(true),
};

/** Everything that the checks find in a text. */
export async function allFindings(
  text: string,
  around: Partial<Surroundings> = {},
): Promise<ManifestFinding[]> {
  const manifest = readManifest(hostPath('/buildpack/manifest.yml'), text);
  const { findings } = await checkManifest(manifest, { ...AROUND, ...around });
  return [...findings];
}

/** The same, a line each: `line:column check: message`. */
export async function findingsIn(
  text: string,
  around: Partial<Surroundings> = {},
): Promise<string[]> {
  const findings = await allFindings(text, around);
  return findings.map(
    ({ line, column, check, message }) => `${line}:${column} ${check}: ${message}`,
  );
}

/** A manifest of today with one sound entry whose keys are replaced, added, or (undefined) left out. */
export function withEntry(keys: Record<string, string | undefined>): string {
  return `language: python\ndependencies:\n${entry(keys)}`;
}

/** One item of `dependencies:`; see {@link withEntry}. */
export function entry(keys: Record<string, string | undefined>): string {
  const all: Record<string, string | undefined> = {
    name: 'libffi',
    version: '"3.1"',
    uri: 'https://example.org/libffi-3.1.tgz',
    sha256: sha256('a'),
    cf_stacks: '[cflinuxfs4]',
    ...keys,
  };
  const lines = Object.entries(all).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  return `- ${lines.join('\n  ')}\n`;
}
