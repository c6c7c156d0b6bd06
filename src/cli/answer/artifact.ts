import prettyBytes from 'pretty-bytes';
import { bold, cyan, dim, yellow } from 'yoctocolors';
import type { ArtifactRecord, Contents, FoundArtifact, Provenance } from '../../store/index.js';
import { librarySummary, libraryTree } from './libraries.js';
import { duration } from '../print/duration.js';
import { counted, printableText } from '../../text/index.js';
import { table } from '../print/table.js';

/** All that is known of an artifact. */
export interface KnownArtifact extends FoundArtifact {
  /** Whether its file is there. */
  readonly present: boolean;
  readonly contents: Contents | undefined;
  readonly provenance: Provenance | undefined;
  /** Its entry in a buildpack's manifest: the lines of YAML. */
  readonly entry: readonly string[];
}

const LARGEST = 10;

type Fact = readonly [label: string, value: string];

/** An artifact as people read about it. */
export function artifactText(known: KnownArtifact): string {
  const { record, contents, provenance } = known;
  return [
    [
      bold(
        printableText(`${record.name} ${record.version} for ${record.stack.name} ${record.arch}`),
      ),
    ],
    facts(essentials(known)),
    section('Sources', facts(sourceFacts(record))),
    section(
      'Built',
      provenance === undefined
        ? [dim(`who built it is not noted: there is no ${known.provenancePath}`)]
        : facts(provenanceFacts(provenance)),
    ),
    ...(contents === undefined
      ? [section('Contents', [dim(`not recorded: there is no ${known.contentsPath}`)])]
      : contentsSections(contents)),
    [bold('Manifest entry'), ...known.entry],
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function essentials({ record, contents, present, artifact, recordPath }: KnownArtifact): Fact[] {
  const { stack, relocated_from: origin } = record;
  const glibc =
    contents === undefined
      ? []
      : [fact('glibc', `${contents.glibc ?? 'none'} needed, the stack has ${stack.glibc}`)];
  return [
    fact('artifact', present ? artifact : `${artifact} (not there, only its record)`),
    fact('record', recordPath),
    fact('prefix', record.prefix),
    fact('size', contents === undefined ? prettyBytes(record.size) : sizes(record, contents)),
    ...glibc,
    fact('licence', record.license ?? 'not recorded'),
    fact('compiler', stack.compiler ?? 'none'),
    fact('stack', `${stack.name} ${stack.digest}`),
    ...(record.built === undefined ? [] : [fact('built', builtText(record.built))]),
    ...(record.lacks ?? []).map(({ what, reason }) => fact('lacks', `${what}: ${reason}`)),
    fact('options', optionsText(record)),
    fact('build key', record.build_key),
    fact('md5', record.md5),
    fact('sha256', record.sha256),
    ...(record.tar_sha256 === undefined ? [] : [fact('tar sha256', record.tar_sha256)]),
    ...(origin === undefined
      ? []
      : [
          fact('made from', `${origin.file} for ${origin.prefix}`),
          fact('', `sha256 ${origin.sha256}, build key ${origin.build_key}`),
        ]),
  ];
}

function sizes({ size }: ArtifactRecord, { size: unpacked, members }: Contents): string {
  return `${prettyBytes(size)} packed, ${prettyBytes(unpacked)} unpacked, ${members.length} members`;
}

/** How it was built, where that isn't natively. */
function builtText(built: NonNullable<ArtifactRecord['built']>): string {
  return built.mode === 'cross' ? `cross compiled on ${built.from}` : 'emulated';
}

function optionsText({ options }: ArtifactRecord): string {
  const texts = Object.entries(options).map(([name, value]) => {
    const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
    return `${name}=${text}`;
  });
  return texts.length === 0 ? 'none' : texts.join(' ');
}

function sourceFacts({ sources }: ArtifactRecord): Fact[] {
  return sources.flatMap((source) => [
    fact(
      source.name,
      source.version === undefined ? source.url : `${source.version}, ${source.url}`,
    ),
    fact('', `md5 ${source.md5}`),
    fact('', `sha256 ${source.sha256}`),
    fact('', `sha512 ${source.sha512}`),
    ...(source.differs === undefined
      ? []
      : [fact('', `differs from upstream's: ${source.differs}`)]),
    ...Object.entries(source.trusted_instead_of ?? {}).map(([what, value]) =>
      fact('', `trusted instead of the recipe's ${what} ${value}`),
    ),
  ]);
}

function provenanceFacts(provenance: Provenance): Fact[] {
  const { machine, root, user, runner, jobs, ccache, phases } = provenance;
  const kernel = machine.kernel === undefined ? '' : `, kernel ${machine.kernel}`;
  const time = Date.parse(provenance.finished) - Date.parse(provenance.started);
  return [
    fact('by', `${user} on ${machine.hostname} (${machine.arch}${kernel})`),
    fact('when', `${provenance.started}, in ${duration(Math.max(0, time))}`),
    ...(phases === undefined ? [] : [fact('phases', phasesText(phases))]),
    fact(
      'with',
      `binary-builder ${provenance.binary_builder}, ${runner}, ` +
        `${counted(jobs, 'job')}, ${compiledText(ccache)}`,
    ),
    fact('in', `${root.digest}, made ${root.created}`),
  ];
}

function phasesText(phases: NonNullable<Provenance['phases']>): string {
  return Object.entries(phases)
    .map(([name, seconds]) => `${name} ${duration(seconds * 1000)}`)
    .join(', ');
}

function compiledText(ccache: boolean | undefined): string {
  switch (ccache) {
    case true:
      return 'compiler results of earlier builds';
    case false:
      return 'no compiler results of earlier builds';
    case undefined:
      return 'compiler results of earlier builds not noted';
  }
}

function contentsSections({ members, libraries, waived }: Contents): string[][] {
  const files = members
    .flatMap(({ path, size }) => (size === undefined ? [] : [{ path, size }]))
    .sort((a, b) => b.size - a.size)
    .slice(0, LARGEST);
  return [
    section('Largest files', [
      table(
        ['size', 'path'],
        files.map(({ path, size }) => [prettyBytes(size), printableText(path)]),
      ),
    ]),
    section(
      `Libraries: ${libraries.length === 0 ? 'no file links any' : librarySummary(libraries)}`,
      libraryTree(libraries),
    ),
    section(
      waived.length === 0 ? 'Waived checks: none' : 'Waived checks',
      waived.map(
        ({ check, reason, files: globs, findings }) =>
          `${yellow(printableText(check))} ${dim(scope(globs, findings))}: ${printableText(reason)}`,
      ),
    ),
  ];
}

function scope(globs: readonly string[], findings: number): string {
  const where = globs.length === 0 ? '' : ` in ${globs.map(printableText).join(', ')}`;
  return `(${counted(findings, 'finding')}${where})`;
}

function section(heading: string, lines: readonly string[]): string[] {
  return [bold(heading), ...lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`)];
}

function fact(label: string, value: string): Fact {
  return [printableText(label), printableText(value)];
}

/** Labels and values, the values below each other. */
function facts(list: readonly Fact[]): string[] {
  const width = Math.max(...list.map(([label]) => label.length));
  return list.map(([label, value]) => `${cyan(label.padEnd(width))}  ${value}`);
}
