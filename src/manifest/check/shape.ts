/** What a part of a manifest has to be. */
export type Shape =
  | { readonly kind: 'any' }
  | { readonly kind: 'text' }
  | { readonly kind: 'list'; readonly of: Shape }
  /** A mapping whose keys are names that somebody chose. */
  | { readonly kind: 'names'; readonly of: Shape }
  | MappingShape;

/** A mapping whose keys are known. */
export interface MappingShape {
  readonly kind: 'mapping';
  /** What messages call it. */
  readonly label: string;
  readonly keys: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

const any: Shape = { kind: 'any' };
const text: Shape = { kind: 'text' };
const list = (of: Shape): Shape => ({ kind: 'list', of });

const entry = (required: readonly string[]): Shape => ({
  kind: 'mapping',
  label: 'an entry of dependencies',
  keys: {
    name: text,
    version: text,
    uri: text,
    md5: text,
    sha256: text,
    cf_stacks: list(text),
    source: text,
    source_sha256: text,
    osl: any,
    file: text,
    modules: any,
    dependencies: any,
  },
  required,
});

const defaultVersion: Shape = {
  kind: 'mapping',
  label: 'a default version',
  keys: { name: text, version: text },
  required: ['name', 'version'],
};

const urlMapping: Shape = {
  kind: 'mapping',
  label: 'a mapping of url_to_dependency_map',
  keys: { match: text, name: text, version: text },
  required: ['match', 'name', 'version'],
};

const deprecation: Shape = {
  kind: 'mapping',
  label: 'a deprecation date',
  keys: { version_line: text, name: text, date: text, link: text, match: text },
  required: ['version_line', 'name', 'date'],
};

const profile: Shape = {
  kind: 'mapping',
  label: 'a packaging profile',
  keys: { description: text, exclude: list(text) },
  required: [],
};

/**
 * What a manifest may hold, of 2016 (buildpack-packager in Ruby) or of today (in Go).
 * @param forOneStack whether its buildpack is packaged for one stack: its entries then have none
 */
export function manifestShape(forOneStack: boolean): MappingShape {
  const required = ['name', 'version', 'uri', ...(forOneStack ? [] : ['cf_stacks'])];
  return {
    kind: 'mapping',
    label: 'the manifest',
    keys: {
      language: text,
      default_versions: list(defaultVersion),
      url_to_dependency_map: list(urlMapping),
      dependency_deprecation_dates: list(deprecation),
      version_lines: any,
      runtime_to_sdks: any,
      dependencies: list(entry(required)),
      include_files: list(text),
      exclude_files: list(text),
      pre_package: text,
      packaging_profiles: { kind: 'names', of: profile },
      stack: text,
    },
    required: ['language', 'dependencies'],
  };
}
