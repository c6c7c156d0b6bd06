import {
  isMap,
  isPair,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  Parser,
  visit,
  type Document,
} from 'yaml';
import * as z from 'zod';
import { BuilderError, type ErrorCode } from '../error.js';
import { meant } from '../text/index.js';
import { LARGEST, whyTooLarge } from './largest.js';

/** A YAML text and the name by which messages call it. */
export interface DocumentFile {
  path: string;
  text: string;
}

/** Levels of nesting; documents of ours have about ten, and thousands end the process in yaml's recursion. */
const DEEPEST = 200;
/** A line that begins a block at a depth of more than that: a level takes one character or more. */
const DEEP_LINE = new RegExp(`^[ \\t?:-]{${DEEPEST},}`, 'm');

type Keys = readonly (string | number)[];

/** One thing wrong with a document; `key` is set when a key is meant rather than its value. */
interface Problem {
  path: Keys;
  key?: string;
  message: string;
}

/**
 * An object that refuses unknown keys and meants the nearest known one.
 * The `strictObject` of every schema that reads a document.
 */
export function strictObject<Shape extends z.core.$ZodShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      return issue.keys.map((key) => unknownKey(key, known)).join('; ');
    },
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const question = meant(key, known);
  return question === undefined
    ? `unknown key '${key}' (known here: ${known.join(', ')})`
    : `unknown key '${key}': ${question}`;
}

/**
 * Reads a YAML document by a schema. Texts that look like a decimal number stay text, so that
 * version `3.10` never becomes 3.1.
 *
 * @throws BuilderError with the given code; the message has `path:line:column`, the excerpt one
 * line for every further problem
 */
export function readDocument<T>(
  file: DocumentFile,
  schema: z.ZodType<T>,
  code: Extract<
    ErrorCode,
    'RECIPE_INVALID' | 'STACK_INVALID' | 'RECORD_INVALID' | 'OVERLAY_INVALID' | 'STAGING_FAILED'
  >,
): T {
  const lines = new LineCounter();
  const why = whyTooLarge(Buffer.byteLength(file.text), LARGEST.document);
  if (why !== undefined) throw invalid(code, [`${file.path}: it ${why}`]);
  if (isTooDeep(file.text)) {
    throw invalid(code, [`${file.path}: it is nested more than ${DEEPEST} levels deep`]);
  }
  const document = parseDocument(file.text, {
    lineCounter: lines,
    prettyErrors: false,
    // Whatever it would print to standard error is no fault of the document, or is in `warnings`.
    logLevel: 'error',
    // yaml compares every key with every other, which takes seconds for a few thousand.
    uniqueKeys: false,
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:float'),
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file.path}:${line}:${col}`;
  };

  const broken = [
    ...[...document.errors, ...document.warnings].map(({ pos: [offset], message }) => ({
      offset,
      message,
    })),
    ...repeatedKeys(document),
  ];
  if (broken.length > 0) {
    throw invalid(
      code,
      broken.map(({ offset, message }) => `${at(offset)}: ${message}`),
    );
  }

  const result = schema.safeParse(toData(document, code, file.path));
  if (result.success) return result.data;
  throw invalid(
    code,
    result.error.issues
      .flatMap((issue) => problemsOf(issue))
      .map((problem) => ({ offset: offsetOf(document, problem), message: describe(problem) }))
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, message }) => `${at(offset)}: ${message}`),
  );
}

/**
 * Where a document has a text as a value somewhere below one of some keys: `path:line:column`, or the
 * path alone when nowhere.
 */
export function placeOfText(
  { path, text }: DocumentFile,
  wanted: string,
  keys: readonly string[],
): string {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  const found: { offset: number | undefined } = { offset: undefined };
  visit(document, {
    Scalar(key, { value, range }, above) {
      if (key === 'key' || value !== wanted || !range) return undefined;
      const isMeant = above.some(
        (node) => isPair(node) && isScalar(node.key) && keys.includes(String(node.key.value)),
      );
      if (!isMeant) return undefined;
      [found.offset] = range;
      return visit.BREAK;
    },
  });
  if (found.offset === undefined) return path;
  const { line, col } = lines.linePos(found.offset);
  return `${path}:${line}:${col}`;
}

/** Keys that a map has already, with where they come again. */
function repeatedKeys(document: Document): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          found.push({ offset: key.range?.[0] ?? 0, message: 'Map keys must be unique' });
        }
        seen.add(key.value);
      }
    },
  });
  return found;
}

/**
 * Goes by yaml's tokens, which are read without recursion; but first by what can open a level, since
 * reading the tokens twice takes time.
 */
function isTooDeep(text: string): boolean {
  const openers = text.match(/[[{]/g)?.length ?? 0;
  if (openers <= DEEPEST && !DEEP_LINE.test(text)) return false;
  const parser = new Parser();
  for (const token of new Lexer().lex(text)) {
    Array.from(parser.next(token));
    if (parser.stack.length > DEEPEST) return true;
  }
  return false;
}

function toData(document: Document, code: ErrorCode, path: string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    throw new BuilderError(code, `${path}: ${error instanceof Error ? error.message : 'broken'}`, {
      cause: error,
    });
  }
}

function invalid(code: ErrorCode, problems: readonly string[]): BuilderError {
  const [first = 'the document is empty', ...others] = problems;
  return new BuilderError(code, first, { excerpt: others });
}

function describe({ path, message }: Problem): string {
  const where = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return where === '' ? message : `${where.replace(/^\./, '')}: ${message}`;
}

function problemsOf(issue: z.core.$ZodIssue, parent: Keys = []): Problem[] {
  const path = [...parent, ...issue.path.filter((key) => typeof key !== 'symbol')];
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0];
    return [{ path, ...(key === undefined ? {} : { key }), message: issue.message }];
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return nearestVariant(issue.errors).flatMap((inner) => problemsOf(inner, path));
  }
  if (issue.code === 'invalid_key') return issue.issues.flatMap((inner) => problemsOf(inner, path));
  return [{ path, message: issue.message.replace(/^Invalid input: /, '') }];
}

/** Of a union's variants, the one that the author most likely meant: it fails deepest, and of those in the least. */
function nearestVariant(variants: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  const judged = variants.map((issues) => ({ issues, ...judge(issues) }));
  const nearest = judged.toSorted((a, b) => b.depth - a.depth || a.count - b.count)[0];
  return nearest?.issues ?? [];
}

/** How deep a variant fails, and in how much; a union in it is judged by its nearest variant. */
function judge(issues: readonly z.core.$ZodIssue[]): { depth: number; count: number } {
  const judged = issues.map((issue) => {
    const { length } = issue.path;
    if (issue.code === 'unrecognized_keys') return { depth: length + 0.5, count: 1 };
    if (issue.code !== 'invalid_union' || issue.errors.length === 0)
      return { depth: length, count: 1 };
    const { depth, count } = judge(nearestVariant(issue.errors));
    return { depth: length + depth, count };
  });
  return {
    depth: Math.max(...judged.map(({ depth }) => depth)),
    count: judged.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Where a problem is in the text: at the key, else at the value, else at the nearest parent. */
function offsetOf(document: Document, { path, key }: Problem): number {
  if (key !== undefined) {
    const map: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    const pair = isMap(map)
      ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0];
  }
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isRanged(node)) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function isRanged(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
