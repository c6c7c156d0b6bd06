import { withoutSecrets } from '../../network/index.js';
import { BuilderError } from '../../error.js';
import { loadManifest, type Manifest } from '../../manifest/model/index.js';
import { packagedManifest } from '../../manifest/edit/index.js';
import { inHost, type HostPath } from '../../path.js';
import { kindOf, removeAbandoned } from '../../files/index.js';
import { writeZip } from '../../archive/zip/index.js';
import { requireChecked } from './check.js';
import { chooseEntries, lostDefaults, type Chosen } from './choose.js';
import { fetchDependencies } from './fetch.js';
import { layoutOf, type Layout } from './layout.js';
import { fileMembers } from './members.js';
import { namedTwice } from './named-twice.js';
import { choiceWords, requireWord, zipName } from './naming.js';
import { ownMembers } from './own-members.js';
import { withPrePackage } from './pre-package.js';
import type { PackagedBuildpack, PackageRequest } from './request.js';
import { asksEntries } from './classic-scripts.js';
import { dependenciesOf, type Dependency } from './sources.js';
import { emptySubmodules } from './submodules.js';
import { ownManifest } from './own-manifest.js';
import { requireUnpackaged } from './unpackaged.js';
import { versionOf } from './version.js';
import type { Context } from '../../store/index.js';

/**
 * Packs a buildpack into a zip that a platform takes, with its dependencies or without. The same
 * buildpack gives the same bytes. Written whole or not at all: an earlier zip of the same name stays
 * until then.
 * @throws BuilderError USAGE, MANIFEST_INVALID, BUILDPACK_INVALID, UNKNOWN_STACK, NO_CHECKSUM,
 * DIGEST_MALFORMED, SOURCE_UNAVAILABLE, DIGEST_MISMATCH, STEP_FAILED, DISK_FULL,
 * NOT_WRITABLE
 */
export async function packageBuildpack(
  request: PackageRequest,
  context: Context,
): Promise<PackagedBuildpack> {
  const { directory, cached, secretQuery } = request;
  const manifest = await manifestOf(request);
  requireUnpackaged(manifest, (await kindOf(inHost(directory, 'dependencies'))) === 'folder');
  const name = { ...(await wordsOf(manifest, request)), ...choiceWords(request), cached };
  const { language, version, stack } = name;
  const chosen = chooseEntries(manifest, request);
  if (request.check !== undefined) {
    const { leftOut } = chosen;
    const check = { ...request.check, directory, package: { stack, leftOut } };
    await requireChecked(manifest, check, context);
  }
  for (const message of lostDefaults(manifest, chosen)) {
    context.emit({ type: 'warning', buildpack: directory, message });
  }
  const layout = request.layout ?? layoutOf(manifest);
  const dependencies = cached
    ? dependenciesOf(manifest, chosen.entries, { layout, secretQuery })
    : [];
  const stackOfEntries = layout === 'classic' && (await asksEntries(directory));
  const form = { stack, stackOfEntries, layout, dependencies, secretQuery };
  const text = packagedText(manifest, chosen, form);
  for (const message of [...(await emptySubmodules(directory)), ...namedTwice(dependencies)]) {
    context.emit({ type: 'warning', buildpack: directory, message });
  }
  const files = await fetchDependencies(manifest, dependencies, request, context);

  const target = inHost(request.outputDirectory, zipName(name));
  // It may lie in the buildpack, and would be packed with it.
  await removeAbandoned(target);
  const own = { manifest, text, language, version: request.version, directory };
  const pack = async (folder: HostPath) => {
    const members = [...(await ownMembers(folder, own, context)), ...fileMembers(files)];
    const written = await writeZip(target, members, { signal: context.signal });
    return { written, count: members.filter(({ kind }) => kind !== 'folder').length };
  };
  const { written, count } = await afterPrePackage(request, manifest, context, pack);
  return {
    path: target,
    size: written.size,
    sha256: written.sha256,
    md5: written.md5,
    language,
    version,
    cached,
    stack,
    layout,
    files: count,
    dependencies: dependencies.length,
  };
}

async function manifestOf({ directory, manifest }: PackageRequest): Promise<Manifest> {
  const kind = await kindOf(directory);
  if (kind === 'folder') return await loadManifest(manifest ?? (await ownManifest(directory)));
  throw new BuilderError(
    'USAGE',
    kind === 'nothing' ? `There is no folder ${directory}.` : `${directory} is not a folder.`,
    { hint: "Pass the buildpack's folder, the one with manifest.yml in it." },
  );
}

/** The words of the zip's name that come from files and people. */
async function wordsOf(manifest: Manifest, { directory, stack, version, profile }: PackageRequest) {
  if (profile !== undefined) requireWord(profile, 'the profile', '--profile');
  return {
    language: requireWord(manifest.language?.value ?? '', 'the language', manifest.path),
    version: await versionOf(directory, version),
    stack: stack.kind === 'one' ? requireWord(stack.name, 'the stack', '--stack') : undefined,
  };
}

interface Form {
  readonly stack: string | undefined;
  readonly stackOfEntries: boolean;
  readonly layout: Layout;
  readonly dependencies: readonly Dependency[];
  readonly secretQuery: readonly string[] | undefined;
}

/** The manifest as it is in the zip. */
function packagedText(
  manifest: Manifest,
  { entries, leftOut }: Chosen,
  { stack, stackOfEntries, layout, dependencies, secretQuery }: Form,
): string {
  const places = new Map(
    dependencies.flatMap(({ entries: its, member }) => its.map((entry) => [entry, member])),
  );
  return packagedManifest(manifest, {
    keeps: new Set(entries),
    leftOut,
    secretQuery,
    stackOfEntries,
    ...(stack !== undefined && { stack }),
    ...(layout === 'current' && { fileOf: (entry) => places.get(entry) }),
  });
}

/** Packs the folder itself, or a copy in which the buildpack's own script has run. */
async function afterPrePackage<T>(
  { directory, version, secretQuery, scriptTime }: PackageRequest,
  { prePackage, text }: Manifest,
  context: Context,
  pack: (folder: HostPath) => Promise<T>,
): Promise<T> {
  const line = prePackage?.value.trim() ?? '';
  if (line === '') return await pack(directory);
  const files = new Map([
    ['manifest.yml', text],
    ...(version === undefined ? [] : [['VERSION', `${version}\n`] as const]),
  ]);
  const conceal = (text: string) => withoutSecrets(text, secretQuery);
  return await withPrePackage(
    { line, directory, files, time: scriptTime },
    { ...context, conceal },
    pack,
  );
}
