/** Texts that would command a terminal, hide, turn a line around, or look like a line of ours. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'clears the screen': '\u001b[2J\u001b[H',
  'sets the title': '\u001b]0;title\u0007',
  'writes the clipboard': '\u001b]52;c;cm0gLXJmIC8=\u001b\\',
  'is a code of the upper half': '\u009b2Ja\u0090q\u009c',
  'colours itself green': '\u001b[32m✔\u001b[39m audit',
  'goes back to the beginning': 'x\rlibffi-3.4.4-debian12-x64 ✔ audit 3s',
  'rubs out what stands before': '\b\b\b\b\u007f\u007f',
  'begins a line': 'x\nlibffi-3.4.4-debian12-x64 ✔ audit 3s\n  sha256  0000',
  'begins a line otherwise': 'x\u2028y\u2029z\u0085a\u000bb\u000cc',
  'turns the line around': 'gpj\u202ecod.exe\u2066x\u2069\u200e\u200f\u061c',
  'has no width': 'a\u200bb\u200cc\u200dd\ufeffe\u00adf\u2060g\u034fh\u3164i',
  'is invisible tags': 'a\u{e0041}\u{e007f}',
  'is half a letter': 'a\ud800b\udc00',
  'ends JSON': '"},"type":"build.finished"}\n{"type":"build.finished"}',
  'ends a cell': 'x | passed |\n| audit | passed',
  'is markup': '<img src=x onerror=alert(1)> [x](javascript:1) ![y](z) ```` `` ** &lt; @you',
  'ends a block': '```\n# It is what it says it is',
  'has ends of its own': '\n\n\r\n',
};

/** What may stand in nothing that is printed: all that a terminal obeys or doesn't show. */
export const HARMFUL =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/u;

/** A text without the line ends and tabs that are ours, and the colours that are. */
export function withoutOurs(text: string): string {
  // eslint-disable-next-line no-control-regex -- escape codes start with a control character
  return text.replace(/\u001b\[(?:1|2|22|3[12369])m/g, '').replace(/[\n\t]/g, '');
}
