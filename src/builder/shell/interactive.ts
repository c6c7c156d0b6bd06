/**
 * What bash looks at when somebody types at it, and what a step's environment is therefore not asked for:
 * files and texts that it runs, shows after having expanded them, or writes to. bash(1), "Shell
 * Variables"; readline(3).
 */
const OF_SHELLS =
  /^(BASH.*|SHELLOPTS|ENV|PROMPT_.*|PS\d|HIST.*|histchars|MAIL.*|INPUTRC|HOSTFILE|TERM.*|TMOUT|IGNOREEOF|CDPATH|FCEDIT|EDITOR|VISUAL|FIGNORE|GLOBIGNORE|EXECIGNORE|auto_resume|COLUMNS|LINES|POSIXLY_CORRECT)$/;

/** The command that starts a shell which reads no file before the user types. */
export const SHELL = ['/bin/bash', '--norc', '--noprofile', '-i'] as const;

/**
 * The environment of {@link SHELL} where a step failed: the step's, but for a home of its own, since what
 * the step left in the box's home would be run, and for what would make bash run or show more than
 * the user types. Pure.
 * @param title what the prompt begins with
 * @param terminal TERM of the user's terminal
 */
export function interactiveEnvironment(
  environment: Readonly<Record<string, string>>,
  title: string,
  terminal: string | undefined,
): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !OF_SHELLS.test(name))),
    HOME: '/tmp',
    INPUTRC: '/dev/null',
    // Neither read nor written.
    HISTFILE: '',
    TERM: terminal ?? 'dumb',
    PS1: `[${unexpanded(title)}] \\w \\$ `,
  };
}

/** A text for a prompt, in which bash would find commands and escapes to expand. */
function unexpanded(text: string): string {
  return text.replace(/[^\w .,:+@%/-]/g, '?');
}
