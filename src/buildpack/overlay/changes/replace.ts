import { BuilderError } from '../../../error.js';
import { counted } from '../../../text/index.js';
import { fileOf, type Draft } from '../draft.js';
import { replaceText, type Replaced, type Replacement } from '../replace-text.js';
import { textAt, type Applied } from './applied.js';

/**
 * Replaces text in a file.
 * @throws BuilderError OVERLAY_MISMATCH
 */
export async function applyReplacement(
  draft: Draft,
  change: Replacement & { readonly path: string },
): Promise<Applied> {
  const { path } = change;
  const { file, text } = await textAt(draft, path);
  const name = draft.name(path);
  const replaced = replaceText(text.text, change);
  switch (replaced.kind) {
    case 'same':
      return { kind: 'replace', path: name, changed: false, message: 'replaced already' };
    case 'changed':
      draft.put(path, fileOf(text.encode(replaced.text), file.mode));
      return {
        kind: 'replace',
        path: name,
        changed: true,
        message: `${counted(change.matches, 'place')} replaced`,
      };
    case 'mismatch':
      throw mismatch(name, change, replaced);
    case 'unclear':
      throw new BuilderError(
        'OVERLAY_MISMATCH',
        `${name}: once this is replaced, nobody could tell: the new text would be there ${times(replaced.done)}` +
          (replaced.left > 0 ? `, the old one still ${times(replaced.left)}` : '') +
          `, where ${change.matches === 1 ? 'it was replaced once' : `${change.matches} were replaced`}`,
        {
          hint: "Take a neighbouring line into both, 'text' and 'with', so that each is there for this alone.",
          excerpt: quoted(change.with),
        },
      );
  }
}

function mismatch(
  name: string,
  { text, matches }: Replacement,
  { found, done, nearest }: Extract<Replaced, { kind: 'mismatch' }>,
): BuilderError {
  const already = done === 0 ? '' : `, and the new text ${times(done)}`;
  const message = `${name}: the text to replace is ${found === 0 ? 'not there' : `there ${times(found)}`}${already}; it should be there ${times(matches)}`;
  if (found > 0) {
    return new BuilderError('OVERLAY_MISMATCH', message, {
      hint: `Say 'matches: ${found}' if all of them are meant; else take a neighbouring line into 'text' and 'with'.`,
      excerpt: quoted(text),
    });
  }
  if (nearest === undefined) {
    return new BuilderError('OVERLAY_MISMATCH', message, {
      hint: 'Nothing in it is like that. The overlay is for another buildpack, or for another version of it.',
      excerpt: quoted(text),
    });
  }
  const { wanted, line, number } = nearest;
  return new BuilderError('OVERLAY_MISMATCH', message, {
    hint:
      wanted === line
        ? `Line ${number} is the same, but not what is around it: look at the lines beside it, blanks and line ends.`
        : `The nearest is line ${number}. White space counts too.`,
    excerpt: [`wanted: ${visible(wanted)}`, `line ${number}: ${visible(line)}`],
  });
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function quoted(text: string): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return [...lines.slice(0, 10), ...(lines.length > 10 ? ['…'] : [])];
}

/** Shows what can't be seen in a line that differs by nothing else. */
function visible(line: string): string {
  return line
    .replaceAll('\t', '→')
    .replaceAll('\r', '␍')
    .replace(/ +$/, (blanks) => '·'.repeat(blanks.length));
}
