import * as z from 'zod';
import { hostPath, type HostPath } from '../path.js';
import { printableJson } from '../text/index.js';
import { artifactName, recordName } from './checksums.js';
import { contentsJson, readContents, type Contents } from './contents.js';
import { readJson } from '../files/index.js';
import { provenanceJson, readProvenanceIfWhole, type Provenance } from './provenance.js';

/** What is kept with an artifact and its record, wherever they are kept. */
export interface Companions {
  /** The whole plan, as JSON data; the store doesn't know its form. */
  readonly plan: object;
  readonly contents: Contents;
  readonly provenance?: Provenance;
}

/** Where the companions of one artifact are. */
export type CompanionPaths = Readonly<Record<keyof Companions, HostPath>>;

/** A file and what it says. */
export interface TextFile {
  readonly path: HostPath;
  readonly text: string;
}

/** Where an artifact's contents are published, relative to the output directory. */
export function contentsName(record: Parameters<typeof recordName>[0]): string {
  return companionNames(recordName(record), artifactName(record)).contents;
}

/**
 * Where companions are published: `FILE.plan.json` and `FILE.contents.json` beside the record
 * `FILE.yml`, `FILE.tgz.build.json` beside the artifact `FILE.tgz`.
 */
export function companionPaths(record: HostPath, artifact: HostPath): CompanionPaths {
  const { plan, contents, provenance } = companionNames(record, artifact);
  return {
    plan: hostPath(plan),
    contents: hostPath(contents),
    provenance: hostPath(provenance),
  };
}

function companionNames(record: string, artifact: string): Record<keyof Companions, string> {
  const stem = record.replace(/\.ya?ml$/, '');
  return {
    plan: `${stem}.plan.json`,
    contents: `${stem}.contents.json`,
    provenance: `${artifact}.build.json`,
  };
}

/** The files of an artifact's companions. All but the provenance are the same whoever makes them. */
export function companionFiles(
  { plan, contents, provenance }: Companions,
  paths: CompanionPaths,
): Record<'plan' | 'contents', TextFile> & { provenance: TextFile | undefined } {
  return {
    plan: { path: paths.plan, text: planJson(plan) },
    contents: { path: paths.contents, text: contentsJson(contents) },
    provenance:
      provenance === undefined
        ? undefined
        : { path: paths.provenance, text: provenanceJson(provenance) },
  };
}

/**
 * Reads an artifact's companions. A provenance that can't be read counts as none: nobody needs it.
 * @returns undefined when the plan or the contents are missing
 * @throws BuilderError RECORD_INVALID
 */
export async function readCompanions(paths: CompanionPaths): Promise<Companions | undefined> {
  const [plan, contents, provenance] = await Promise.all([
    readPlanJson(paths.plan),
    readContents(paths.contents),
    readProvenanceIfWhole(paths.provenance),
  ]);
  if (plan === undefined || contents === undefined) return undefined;
  return { plan, contents, ...(provenance === undefined ? {} : { provenance }) };
}

/** The text of a plan's file. */
export function planJson(plan: object): string {
  return `${printableJson(plan, 2)}\n`;
}

/**
 * Reads a plan's file, for `planSchema` to parse.
 * @returns undefined when there is none
 * @throws BuilderError RECORD_INVALID
 */
export async function readPlanJson(path: HostPath): Promise<object | undefined> {
  return await readJson(path, z.record(z.string(), z.unknown()));
}
