// eslint-disable-next-line no-control-regex -- terminal codes start with a control character
const TERMINAL_CODES = /\u001B\[[0-?]*[ -/]*[@-~]/g;

/** Of a line that doesn't end so much is kept, so that nobody fills the memory with it. Characters. */
const LONGEST = 1024 * 1024;

/** Makes lines of what a program writes. */
interface ProgramLines {
  write(chunk: Uint8Array): void;
  /** What has no line feed behind it yet; undefined when there is nothing. */
  rest(): string | undefined;
}

/**
 * Makes lines of what a program writes in pieces, which may be cut anywhere, and tells each: without
 * the codes by which programs colour, and of one that was overwritten with carriage returns what was
 * left standing. Whoever prints a line still has to make it harmless.
 */
export function programLines(tell: (line: string) => void): ProgramLines {
  const decoder = new TextDecoder();
  let rest = '';
  const add = (text: string) => {
    if (rest.length + text.length <= LONGEST) rest += text;
    else if (rest.length < LONGEST || text.includes('\r')) rest = begun(rest + text);
  };
  return {
    write(chunk) {
      const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n');
      add(first);
      for (const text of others) {
        tell(standing(rest));
        rest = '';
        add(text);
      }
    },
    rest: () => (rest === '' ? undefined : standing(rest)),
  };
}

function standing(line: string): string {
  const plain = withoutReturns(line.replace(TERMINAL_CODES, ''));
  return plain.slice(plain.lastIndexOf('\r') + 1);
}

/** The beginning of a line that is too long, without what was overwritten. */
function begun(line: string): string {
  const end = withoutReturns(line);
  return line.slice(end.lastIndexOf('\r') + 1).slice(0, LONGEST);
}

/** Without the carriage returns at its end. A regular expression would look at each of a million again and again. */
function withoutReturns(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end -= 1;
  return line.slice(0, end);
}
