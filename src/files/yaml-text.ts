import { Document, visit } from 'yaml';
import { escapeHarmful, isHarmless } from '../text/index.js';

// Folded lines would break what greps and diffs them; `compat` also quotes what only readers of
// YAML 1.1 (Ruby, Go) take for a number, a date or a boolean.
const STYLE = { lineWidth: 0, indentSeq: false, compat: 'yaml-1.1' } as const;

/**
 * A value as YAML in the style of records. A text with something harmful in it stands in double quotes,
 * with that by its number, so that nobody is fooled who reads the file, in a diff for example.
 */
export function yamlText(value: unknown): string {
  const document = new Document(value, STYLE);
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && !isHarmless(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return escapeHarmful(document.toString(STYLE), (character) =>
    character === '\n' ? character : inDoubleQuotes(character),
  );
}

/** A character by its number, as double quotes have it (YAML 1.2, 5.7). */
export function inDoubleQuotes(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
