import fc from 'fast-check';
import { digestOf } from '../records.js';

const NAMES = ['python', 'libffi', 'node'];
const VERSIONS = ['3.1', '3.5.1', '3.5.2', '3.10', '3.10.4', '4.0.0'];
const STACKS = ['cflinuxfs3', 'cflinuxfs4'];

/** What records don't know, and what is merged from elsewhere. */
const MORE = ['osl: osl/x.txt', 'modules: [apcu, amqp]', '<<: *base'];
const BASE = 'x-base: &base\n  source: https://a/x.tar.gz\n  file: x\n';

const DEFAULTS =
  "default_versions:\n  - name: python # first\n    version: '3.x'\n\n  - name: node\n    version: 4.0.0\n";
const DEFAULTS_IN_BRACKETS = 'default_versions: [{name: node, version: "3.10"}]\n';
const MAPPINGS =
  'url_to_dependency_map:\n- match: ffi\n  name: libffi\n  version: 3.5.1 # fixed\n' +
  '- {match: node, name: node, version: $1}\n';
const DATES =
  'dependency_deprecation_dates:\n# of 3.5\n- version_line: 3.5.x\n  name: python\n  date: 2020-09-30\n' +
  '- version_line: 3.1\n  name: libffi\n  date: 2021-01-01\n';

/** An entry in any form that people write. */
export const anyEntry = fc.record({
  name: fc.constantFrom(...NAMES),
  version: fc.constantFrom(...VERSIONS),
  stacks: fc.subarray(STACKS, { minLength: 1 }),
  above: fc.constantFrom('', '\n', '# about the next @\n', '# apart\n\n', '\n# é @\t\n'),
  below: fc.constantFrom('', '    # within @\n'),
  flow: fc.constantFrom('block', 'list', 'map'),
  digest: fc.constantFrom('md5', 'sha256', 'both'),
  more: fc.subarray(MORE),
});

/** What stands around the entries, and how lines end. */
export const anyLayout = fc.record({
  lineEnd: fc.constantFrom('\n', '\r\n', 'mixed'),
  indent: fc.constantFrom('', '  '),
  mark: fc.constantFrom('', '\uFEFF'),
  tail: fc.constantFrom('', '\n', '\ninclude_files:\n- a\n', 'include_files: [a]'),
  defaults: fc.constantFrom('', '', DEFAULTS, 'default_versions: []\n', DEFAULTS_IN_BRACKETS),
  mappings: fc.constantFrom('', MAPPINGS),
  dates: fc.constantFrom('', DATES, `${DATES}# after\n`),
});

export type AnyEntry = typeof anyEntry extends fc.Arbitrary<infer T> ? T : never;
type Layout = typeof anyLayout extends fc.Arbitrary<infer T> ? T : never;

function textOf(
  { name, version, stacks, above, below, flow, digest, more }: AnyEntry,
  indent: string,
) {
  const bytes = `${name} ${version} ${stacks[0] ?? ''} x64`;
  const written = /^\d+\.\d+$/.test(version) ? `"${version}"` : version;
  const digests = (['md5', 'sha256'] as const)
    .filter((key) => digest === 'both' || digest === key)
    .map((key) => `${key}: ${digestOf(key, bytes)}`);
  const list = `cf_stacks: [${stacks.join(', ')}]`;
  const pairs = [
    `name: ${name}`,
    `version: ${written} # v @`,
    'uri: https://a/x.tgz',
    ...digests,
    ...more,
  ];
  if (flow === 'map') {
    return `${above}${indent}- {${[...pairs, list].join(', ').replace(' # v @', '')}}\n`;
  }
  const last = flow === 'list' ? [list] : ['cf_stacks:', ...stacks.map((stack) => `- ${stack}`)];
  return `${above}${indent}- ${[...pairs, ...last].join(`\n${indent}  `)}\n${below}`;
}

/** The text of a manifest. */
export function manifestText(
  entries: readonly AnyEntry[],
  { lineEnd, indent, mark, tail, ...lists }: Layout,
) {
  // Each comment is told from the others.
  const body = entries
    .map((one, index) => textOf(one, indent).replaceAll(/(?<=#.*)@/g, `@${index}`))
    .join('');
  const { defaults, mappings, dates } = lists;
  const base = entries.some(({ more }) => more.includes('<<: *base')) ? BASE : '';
  const head = `language: python\n${base}${defaults}${mappings}${dates}`;
  const text = `${mark}${head}dependencies:\n${body}${tail}`;
  const whole = tail === '' ? text.replace(/\n$/, '') : text;
  let line = 0;
  return whole.replaceAll('\n', () => {
    line += 1;
    return lineEnd !== 'mixed' ? lineEnd : line % 3 === 0 ? '\r\n' : '\n';
  });
}

/** Records of which no two are for one place. */
export const anyRecords = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...NAMES),
    version: fc.constantFrom(...VERSIONS, '3.10.5'),
    stack: fc.constantFrom(...STACKS, 'cflinuxfs5'),
    bytes: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
  }),
  { maxLength: 6, selector: ({ name, version, stack }) => `${name} ${version} ${stack}` },
);

/** How entries come and go. */
export const anyPolicies = fc.record({
  digest: fc.constantFrom(undefined, 'md5', 'sha256', 'both'),
  retiredStacks: fc.subarray(STACKS),
  defaults: fc.constantFrom<Record<string, string>[]>(
    {},
    {},
    { python: '3.x' },
    { libffi: '3.x', node: '4.0.0' },
  ),
  dependencies: fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.record({
      line: fc.constantFrom(undefined, 'major', 'minor', 'any'),
      keep: fc.constantFrom(undefined, 1, 2),
      all: fc.boolean(),
    }),
  ),
});
