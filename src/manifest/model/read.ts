import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { BuilderError, reasonOf, systemErrorCode } from '../../error.js';
import { LARGEST, readRegular, whyTooLarge } from '../../files/index.js';
import type { HostPath } from '../../path.js';
import type {
  Item,
  Located,
  Manifest,
  ManifestEntry,
  Module,
  PackagingProfile,
  Section,
  ListedText,
} from './manifest.js';
import { positionsIn, positionText } from './position.js';
import { Tree } from './tree.js';

type Value = ReturnType<Tree['value']>;

/**
 * Reads a manifest from its text. It may be wrong in every way that YAML allows: what it lacks is
 * undefined or empty. Scalars are the text that was written, so version `3.10` stays `3.10`.
 *
 * @throws BuilderError MANIFEST_INVALID with `path:line:column` when it is not YAML, is not a map,
 * repeats what has no anchor, or has a top-level key twice
 */
export function readManifest(path: HostPath, text: string): Manifest {
  const why = whyTooLarge(Buffer.byteLength(text), LARGEST.manifest);
  if (why !== undefined) throw new BuilderError('MANIFEST_INVALID', `${path} ${why}`);
  const position = positionsIn(text);
  const at = (offset: number) => positionText({ path, position }, offset);
  const document = parse(path, text, at);
  const tree = new Tree(document, text);
  if (tree.lost !== undefined) {
    const { name, start } = tree.lost;
    throw new BuilderError(
      'MANIFEST_INVALID',
      `${at(start)}: '*${name}' repeats what has no name: there is no '&${name}' above it`,
      { hint: `Put '&${name}' before what is to be repeated, or quote '*${name}' if it is text.` },
    );
  }
  const sections = sectionsOf(document, tree, at);
  const list = (key: string) => tree.items(sections.get(key)?.value);
  const maps = (key: string) => list(key).flatMap((item) => tree.mapItem(item)?.item ?? []);

  return {
    path,
    text,
    document,
    position,
    sections: [...sections.values()].map(({ section }) => section),
    anchors: tree.anchors,
    language: tree.text(sections.get('language')?.value),
    stack: tree.text(sections.get('stack')?.value),
    defaults: maps('default_versions').map((item) => ({
      ...item,
      name: item.texts.get('name'),
      version: item.texts.get('version'),
    })),
    urlMap: maps('url_to_dependency_map').map((item) => ({
      ...item,
      match: item.texts.get('match'),
      name: item.texts.get('name'),
      version: item.texts.get('version'),
    })),
    deprecations: maps('dependency_deprecation_dates').map((item) => ({
      ...item,
      name: item.texts.get('name'),
      versionLine: item.texts.get('version_line'),
      date: item.texts.get('date'),
      link: item.texts.get('link'),
      match: item.texts.get('match'),
    })),
    entries: list('dependencies').flatMap((item) => entryOf(tree, item) ?? []),
    includeFiles: textsOf(tree, list('include_files')),
    excludeFiles: textsOf(tree, list('exclude_files')),
    prePackage: tree.text(sections.get('pre_package')?.value),
    profiles: profilesOf(tree, sections.get('packaging_profiles')?.value),
  };
}

/**
 * Reads a manifest's file.
 * @throws BuilderError MANIFEST_INVALID; USAGE when there is none, or it can't be read
 */
export async function loadManifest(path: HostPath): Promise<Manifest> {
  return readManifest(path, decodeManifest(path, await readBytes(path)));
}

async function readBytes(path: HostPath): Promise<Buffer> {
  try {
    return await readRegular(path, 'MANIFEST_INVALID', LARGEST.manifest);
  } catch (error) {
    if (error instanceof BuilderError) throw error;
    const code = systemErrorCode(error) ?? '';
    const missing = code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR';
    throw new BuilderError(
      'USAGE',
      missing ? `There is no manifest ${path}.` : `${path}: can't be read: ${reasonOf(error)}`,
      {
        hint: missing
          ? "Pass the path of a buildpack's manifest.yml; `binary-builder manifest new` writes a first one."
          : 'Pass the path of a manifest.yml that you may read.',
        cause: error,
      },
    );
  }
}

/**
 * A manifest's text. Bytes that are not UTF-8 would come back as others when it is written again.
 * @throws BuilderError MANIFEST_INVALID
 */
export function decodeManifest(path: HostPath, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new BuilderError('MANIFEST_INVALID', `${path}: it is not UTF-8`, {
      hint: 'Convert it, from Latin-1 for example: iconv -f latin1 -t utf-8',
      cause: error,
    });
  }
}

function parse(path: HostPath, text: string, at: (offset: number) => string): Document.Parsed {
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      keepSourceTokens: true,
      prettyErrors: false,
      logLevel: 'error',
      // yaml compares every key with every other, which takes seconds for a few thousand.
      uniqueKeys: false,
    });
    const problems = document.errors.map(
      ({ pos: [offset], message }) => `${at(offset)}: ${message}`,
    );
    const [first, ...others] = problems;
    if (first === undefined) return document;
    throw new BuilderError('MANIFEST_INVALID', first, {
      hint: 'This is not valid YAML; nothing was changed.',
      excerpt: others,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BuilderError('MANIFEST_INVALID', `${path}: it is nested too deep to be read`);
  }
}

function sectionsOf(document: Document, tree: Tree, at: (offset: number) => string) {
  const sections = new Map<string, { section: Section; value: Value }>();
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === '')) return sections;
  if (!isMap(contents)) {
    throw new BuilderError(
      'MANIFEST_INVALID',
      `${at(contents.range?.[0] ?? 0)}: a manifest is a map with keys like 'language' and 'dependencies'`,
    );
  }
  for (const { key, value } of tree.pairs(contents)) {
    if (sections.has(key.value)) {
      throw new BuilderError(
        'MANIFEST_INVALID',
        `${at(key.start)}: '${key.value}' is here for the second time`,
        {
          hint: 'Join the two: of a key that comes twice, readers of YAML use one and drop the other.',
        },
      );
    }
    sections.set(key.value, { section: sectionOf(tree, key, value), value });
  }
  return sections;
}

function sectionOf(tree: Tree, key: Located<string>, value: Value): Section {
  const { node, range } = value;
  const flow = (isMap(node) || isSeq(node)) && node.flow === true;
  const notMap = tree.items(value).find((item) => !isMap(item.node))?.range;
  const common = { key, range, flow, notMap };
  if (isSeq(node)) return { ...common, kind: 'list' };
  if (isMap(node)) return { ...common, kind: 'map' };
  const empty = range.start === range.end && !isAlias(node);
  return { ...common, kind: empty ? 'empty' : 'text' };
}

function entryOf(tree: Tree, value: Value & { item: Item }): ManifestEntry | undefined {
  const read = tree.mapItem(value);
  if (read === undefined) return undefined;
  const { item, fields } = read;
  const { texts } = item;
  return {
    ...item,
    name: texts.get('name'),
    version: texts.get('version'),
    uri: texts.get('uri'),
    md5: texts.get('md5'),
    sha256: texts.get('sha256'),
    stacks: stacksOf(tree, fields.get('cf_stacks')),
    source: texts.get('source'),
    sourceSha256: texts.get('source_sha256'),
    file: texts.get('file'),
    modules: [
      ...modulesOf(tree, fields.get('modules')),
      ...modulesOf(tree, fields.get('dependencies')),
    ],
  };
}

/** Written as names, or as maps with a name. */
function modulesOf(tree: Tree, value: Value | undefined): Module[] {
  return tree.items(value).flatMap((item): Module[] => {
    const { node } = item;
    const name = tree.text(isMap(node) ? tree.fields(node).get('name') : item)?.value;
    if (name === undefined || name === '') return [];
    return [{ name, version: tree.text(tree.fields(node).get('version'))?.value }];
  });
}

function profilesOf(tree: Tree, value: Value | undefined): PackagingProfile[] {
  if (value === undefined || !isMap(value.node)) return [];
  return tree.pairs(value.node).map(({ key, value: profile }) => {
    const fields = tree.fields(profile.node);
    const exclude = textsOf(tree, tree.items(fields.get('exclude')));
    return { name: key, description: tree.text(fields.get('description')), exclude };
  });
}

function stacksOf(tree: Tree, value: Value | undefined): ManifestEntry['stacks'] {
  if (value === undefined || !isSeq(value.node)) return undefined;
  const items = tree.items(value);
  return {
    ...value.range,
    value: items.flatMap((item): ListedText[] => {
      const name = tree.text(item);
      return name === undefined ? [] : [{ ...name, dash: item.item.dash }];
    }),
    notText: items.find((item) => tree.text(item) === undefined)?.range,
  };
}

function textsOf(tree: Tree, items: readonly Value[]): Located<string>[] {
  return items.flatMap((item) => tree.text(item) ?? []);
}
