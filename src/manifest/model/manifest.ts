import type { Document } from 'yaml';
import type { HostPath } from '../../path.js';

/** Where something stands in a manifest's text: UTF-16 offsets, the end not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A value with its place in the text; the range is that of the scalar as written, quotes included. */
export interface Located<T> extends Range {
  readonly value: T;
}

/** One item of a list. */
export interface Item {
  /** Without its `-`; of a map, from its first key to the end of its last value. */
  readonly range: Range;
  /** Where its `-` stands; undefined in a flow list: `[a, b]`. */
  readonly dash: number | undefined;
}

/** One item of a list of maps. */
export interface MapItem extends Item {
  /** Every key that it has itself, known or not, in the order of the text. */
  readonly keys: readonly Located<string>[];
  /** Further keys that it has by merging others (`<<`). */
  readonly merged: readonly string[];
  /** Where the value of each of {@link keys} ends, same order: the key's own end and colon when it is empty. */
  readonly ends: readonly number[];
  /** The texts behind its keys; those of merged maps and of what it is an alias of are written elsewhere. */
  readonly texts: ReadonlyMap<string, Located<string>>;
  /** `alias`: written elsewhere, and only named here (`*python`). */
  readonly form: 'alias' | 'flow' | 'block';
}

/** One item of `dependencies:`. Keys that it doesn't have, or whose value is no text, are undefined. */
export interface ManifestEntry extends MapItem {
  readonly name: Located<string> | undefined;
  readonly version: Located<string> | undefined;
  readonly uri: Located<string> | undefined;
  readonly md5: Located<string> | undefined;
  readonly sha256: Located<string> | undefined;
  readonly stacks: EntryStacks | undefined;
  readonly source: Located<string> | undefined;
  readonly sourceSha256: Located<string> | undefined;
  readonly file: Located<string> | undefined;
  /** What is in its file besides: php's extensions, for example, in `modules` or `dependencies`. */
  readonly modules: readonly Module[];
}

/** The list of an entry's `cf_stacks:`, as far as its items are texts. */
interface EntryStacks extends Located<readonly ListedText[]> {
  /** Its first item that is no text. */
  readonly notText: Range | undefined;
}

/** Something that came into an entry's file with it. */
export interface Module {
  readonly name: string;
  readonly version: string | undefined;
}

/** A text in a list, such as one of an entry's `cf_stacks:`. */
export interface ListedText extends Located<string> {
  /** Where its `-` stands; undefined in a flow list. */
  readonly dash: number | undefined;
}

/** One item of `default_versions:`. */
export interface DefaultVersion extends MapItem {
  readonly name: Located<string> | undefined;
  readonly version: Located<string> | undefined;
}

/** One item of `url_to_dependency_map:`, of manifests of 2016. */
export interface UrlMapping extends MapItem {
  readonly match: Located<string> | undefined;
  readonly name: Located<string> | undefined;
  readonly version: Located<string> | undefined;
}

/** One item of `dependency_deprecation_dates:`, of today's manifests. */
export interface DeprecationDate extends MapItem {
  readonly name: Located<string> | undefined;
  readonly versionLine: Located<string> | undefined;
  /** ISO 8601, as written. */
  readonly date: Located<string> | undefined;
  readonly link: Located<string> | undefined;
  readonly match: Located<string> | undefined;
}

/** One of `packaging_profiles:`, a choice of dependencies to be left out of a package. */
export interface PackagingProfile {
  readonly name: Located<string>;
  readonly description: Located<string> | undefined;
  /** Names of dependencies. */
  readonly exclude: readonly Located<string>[];
}

/** A top-level key of the manifest with what is below it. */
export interface Section {
  readonly key: Located<string>;
  /** The place of the value; of no length, behind the colon, when it is empty. */
  readonly range: Range;
  readonly kind: 'list' | 'map' | 'text' | 'empty';
  /** Whether it is written in brackets: `[a, b]`, `{a: b}`. */
  readonly flow: boolean;
  /** Its first item that is no map, when it is a list. */
  readonly notMap: Range | undefined;
}

/** A node that has a name (`&stacks`), to be repeated elsewhere (`*stacks`, `<<: *stacks`). */
export interface Anchor extends Range {
  readonly name: string;
  /** Where it is repeated: the offsets of the aliases. */
  readonly uses: readonly number[];
}

/** A buildpack's manifest, with the place of everything that somebody may want to change or point at. */
export interface Manifest {
  /** Its file, for messages. */
  readonly path: HostPath;
  /** The file's text, byte order mark and carriage returns included. */
  readonly text: string;
  /** What {@link text} was read as; its ranges are offsets in it. */
  readonly document: Document.Parsed;
  /** Every top-level key, known or not, in the order of the text. */
  readonly sections: readonly Section[];
  readonly anchors: readonly Anchor[];
  readonly language: Located<string> | undefined;
  /** Set in packaged buildpacks for one stack. */
  readonly stack: Located<string> | undefined;
  readonly defaults: readonly DefaultVersion[];
  readonly urlMap: readonly UrlMapping[];
  readonly deprecations: readonly DeprecationDate[];
  readonly entries: readonly ManifestEntry[];
  readonly includeFiles: readonly Located<string>[];
  readonly excludeFiles: readonly Located<string>[];
  /** A line of shell that a packager runs first. */
  readonly prePackage: Located<string> | undefined;
  readonly profiles: readonly PackagingProfile[];
  /** `1:1` is the first character. */
  position(offset: number): { line: number; column: number };
}
