import { digestKeys } from './entry-digests.js';
import type { DigestStyle, Manifest, ManifestEntry } from '../model/index.js';
import { quotingOf, writeScalar, type Quoting } from './scalar.js';
import { columnOf, digestsOf, stackIndentOf, type Style } from './style.js';

/** What a new entry says, by key; undefined: it doesn't. */
export interface EntryValues {
  readonly name: string;
  readonly version: string;
  readonly uri: string;
  readonly md5: string;
  readonly sha256: string;
  readonly cf_stacks: readonly string[] | undefined;
  readonly source: string;
  readonly source_sha256: string;
}

type Key = keyof EntryValues;

/** Today's keys in today's order, but for the digest. */
const TODAY: readonly Key[] = ['name', 'version', 'uri', 'cf_stacks', 'source', 'source_sha256'];

/** The keys that a new entry may have. */
export const WRITTEN_KEYS: readonly string[] = [...TODAY, 'md5', 'sha256'];

const FIELDS = {
  name: 'name',
  version: 'version',
  uri: 'uri',
  md5: 'md5',
  sha256: 'sha256',
  source: 'source',
  source_sha256: 'sourceSha256',
} as const;

/** Writes entries as a model among a manifest's entries is written, or, without one, in today's form. */
export class EntryWriter {
  readonly #manifest: Manifest;
  readonly #style: Style;
  readonly #digest: DigestStyle | undefined;

  constructor(manifest: Manifest, style: Style, digest: DigestStyle | undefined) {
    this.#manifest = manifest;
    this.#style = style;
    this.#digest = digest;
  }

  /** An item of a block list: its lines, without the last one's end. */
  block(values: EntryValues, model: ManifestEntry | undefined): string {
    const { text } = this.#manifest;
    const [dash, column] = columnsOf(text, model);
    const indent = ' '.repeat(column);
    const lead = `${' '.repeat(dash)}-${' '.repeat(column - dash - 1)}`;
    const lines = this.#keys(values, model).flatMap((key) => {
      const name = keyText(text, model, key);
      if (key !== 'cf_stacks') {
        const written = this.#scalar(key, values[key], model);
        return [`${name}${gapOf(text, model, key)}${written}`];
      }
      const value = values[key];
      if (value === undefined) return [];
      const list = model?.stacks;
      if (list !== undefined && text[list.start] === '[')
        return [`${name}: ${this.#flowList(value, model)}`];
      const further =
        (model === undefined ? undefined : stackIndentOf(text, model)) ?? this.#style.stackIndent;
      return [
        `${name}:`,
        ...value.map((stack) => `${' '.repeat(further)}- ${this.#stack(stack, model)}`),
      ];
    });
    return lines
      .map((line, index) => (index === 0 ? lead : indent) + line)
      .join(this.#style.lineEnd);
  }

  /** A map in braces, on one line. */
  flow(values: EntryValues, model: ManifestEntry | undefined): string {
    const { text } = this.#manifest;
    const pairs = this.#keys(values, model).flatMap((key) => {
      const written =
        key === 'cf_stacks'
          ? values[key] && this.#flowList(values[key], model)
          : this.#scalar(key, values[key], model);
      if (written === undefined) return [];
      return [`${keyText(text, model, key)}: ${written}`];
    });
    const pad = model === undefined ? '' : padOf(text, model.range.start);
    return `{${pad}${pairs.join(', ')}${pad}}`;
  }

  /** The keys that a new entry has, in the model's order. */
  #keys(values: EntryValues, model: ManifestEntry | undefined): Key[] {
    const own = model?.keys.length
      ? TODAY.concat('md5', 'sha256').filter((key) => model.keys.some(({ value }) => value === key))
      : TODAY;
    const order = new Map(model?.keys.map(({ value }, index) => [value, index]));
    const keys = own.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    for (const [index, key] of (['name', 'version', 'uri'] as const).entries()) {
      if (!keys.includes(key)) keys.splice(index, 0, key);
    }
    const style = this.#digest ?? (model && digestsOf(model)) ?? this.#style.digest;
    const wanted = digestKeys(style);
    const there = keys.filter((key) => key === 'md5' || key === 'sha256');
    const digests =
      there.length === wanted.length && wanted.every((key) => there.includes(key)) ? there : wanted;
    const [first] = there;
    const at = first === undefined ? keys.indexOf('uri') + 1 : keys.indexOf(first);
    const rest = keys.filter((key) => key !== 'md5' && key !== 'sha256');
    const all = [...rest.slice(0, at), ...digests, ...rest.slice(at)];
    if (values.cf_stacks !== undefined && !all.includes('cf_stacks')) {
      all.splice(at + digests.length, 0, 'cf_stacks');
    }
    return all;
  }

  #scalar(key: Exclude<Key, 'cf_stacks'>, value: string, model: ManifestEntry | undefined): string {
    const like = model?.[FIELDS[key]];
    return this.#write(value, quotingOf(this.#manifest.text, like), model);
  }

  #stack(stack: string, model: ManifestEntry | undefined): string {
    return this.#write(stack, quotingOf(this.#manifest.text, model?.stacks?.value[0]), model);
  }

  /** A version that needs no quotes has none, though that of the model, which does, has. */
  #write(value: string, quoting: Quoting | undefined, model: ManifestEntry | undefined): string {
    const { text } = this.#manifest;
    const everywhere = quotingOf(text, model?.name) !== 'plain' && model !== undefined;
    const needless = quoting !== undefined && quoting !== 'plain' && !everywhere;
    return writeScalar(value, {
      quoting: needless && !this.#quotesAlways(model) ? 'plain' : (quoting ?? 'plain'),
      quote: quoting === 'single' || quoting === 'double' ? quoting : this.#style.quote,
    });
  }

  /** Whether the model quotes what needs no quotes. */
  #quotesAlways(model: ManifestEntry | undefined): boolean {
    if (model === undefined) return false;
    return [model.name, model.version, model.uri].some(
      (located) =>
        located !== undefined &&
        (quotingOf(this.#manifest.text, located) ?? 'plain') !== 'plain' &&
        writeScalar(located.value) === located.value,
    );
  }

  #flowList(stacks: readonly string[], model: ManifestEntry | undefined): string {
    const { text } = this.#manifest;
    const list = model?.stacks;
    const pad = list !== undefined && text[list.start] === '[' ? padOf(text, list.start) : '';
    return `[${pad}${stacks.map((stack) => this.#stack(stack, model)).join(', ')}${pad}]`;
  }
}

/** The columns of a block item's `-` and of its keys. */
function columnsOf(text: string, model: ManifestEntry | undefined): [dash: number, key: number] {
  if (model?.dash === undefined) return [0, 2];
  const dash = columnOf(text, model.dash);
  const key = columnOf(text, model.range.start);
  return [dash, key > dash + 1 && model.form === 'block' ? key : dash + 2];
}

function keyText(text: string, model: ManifestEntry | undefined, key: Key): string {
  const like = model?.keys.find(({ value }) => value === key) ?? model?.keys[0];
  const sign = like === undefined ? undefined : text[like.start];
  return sign === '"' || sign === "'" ? `${sign}${key}${sign}` : key;
}

/** What stands between a key and its value: a colon and one or more spaces. */
function gapOf(
  text: string,
  model: ManifestEntry | undefined,
  key: Exclude<Key, 'cf_stacks'>,
): string {
  const like = model?.keys.find(({ value }) => value === key);
  const value = model?.[FIELDS[key]];
  const gap = like === undefined || value === undefined ? '' : text.slice(like.end, value.start);
  return /^: +$/.test(gap) ? gap : ': ';
}

function padOf(text: string, bracket: number): string {
  return text[bracket + 1] === ' ' ? ' ' : '';
}
