import prettyBytes from 'pretty-bytes';
import { bold, cyan, green } from 'yoctocolors';
import type {
  BuildpackList,
  BuildpackSummary,
  DependencyRow,
  PackagedBuildpack,
} from '../../buildpack/package/index.js';
import { counted, printableText } from '../../text/index.js';
import { markdownTable } from '../print/markdown-table.js';
import { table } from '../print/table.js';

/** What was packaged. */
export function packagedText(packaged: PackagedBuildpack): string {
  const { language, version, stack, cached, path, size, md5, sha256, files, dependencies } =
    packaged;
  const how = cached ? 'cached' : 'uncached';
  const where = stack ?? 'any stack';
  const inIt = counted(dependencies, 'dependency', 'dependencies');
  return [
    `${green('✔')} ${bold(`${language} ${version}`)} packaged, ${how}, for ${where}`,
    `  ${cyan('path')}    ${path}`,
    `  ${cyan('size')}    ${prettyBytes(size)}`,
    `  ${cyan('md5')}     ${md5}`,
    `  ${cyan('sha256')}  ${sha256}`,
    `  ${cyan('files')}   ${counted(files, 'file')}, ${inIt} among them`,
  ].join('\n');
}

/** A buildpack's dependencies as a table. */
export function buildpackListText(name: string, list: BuildpackList, markdown: boolean): string {
  if (list.dependencies.length === 0) return `${name} has no dependencies.`;
  const head = [
    'name',
    'version',
    'stacks',
    'default',
    'digest',
    'uri',
    ...(list.zip ? ['in the zip'] : []),
  ];
  const rows = list.dependencies.map((row) => cellsOf(row, list.zip));
  return markdown
    ? markdownTable(head, rows)
    : table(
        head,
        rows.map((row) => row.map(printableText)),
      );
}

function cellsOf(row: DependencyRow, zip: boolean): string[] {
  const { name, version, stacks, isDefault, uri, packed } = row;
  return [
    name ?? '',
    version ?? '',
    stacks.join(' '),
    isDefault ? 'default' : '',
    digestOf(row),
    uri ?? '',
    ...(zip ? [packed === undefined ? 'no' : prettyBytes(packed.size)] : []),
  ];
}

function digestOf({ sha256, md5 }: DependencyRow): string {
  if (sha256 !== undefined) return `sha256 ${sha256.slice(0, 12)}`;
  return md5 === undefined ? '' : `md5 ${md5.slice(0, 12)}`;
}

/** What release notes tell of a buildpack, as tables. */
export function summaryText({ binaries, defaults }: BuildpackSummary, markdown: boolean): string {
  const withModules = binaries.some(({ modules }) => modules.length > 0);
  const draw = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    markdown
      ? markdownTable(head, rows)
      : table(
          head,
          rows.map((row) => row.map(printableText)),
        );
  const binaryTable = draw(
    ['name', 'version', 'stacks', ...(withModules ? ['modules'] : [])],
    binaries.map(({ name, version, stacks, modules }) => [
      name,
      version,
      stacks.join(', '),
      ...(withModules ? [modules.map(moduleText).join(', ')] : []),
    ]),
  );
  const defaultTable = draw(
    ['name', 'version'],
    defaults.map(({ name, version }) => [name, version]),
  );
  const parts = [
    ...(binaries.length === 0 ? ['No packaged binaries.'] : ['Packaged binaries:', binaryTable]),
    ...(defaults.length === 0 ? [] : ['Default binary versions:', defaultTable]),
  ];
  return parts.join('\n\n');
}

function moduleText({ name, version }: BuildpackSummary['binaries'][number]['modules'][number]) {
  return version === undefined ? name : `${name} ${version}`;
}
