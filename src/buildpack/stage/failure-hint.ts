import type { Stack } from '../../stack/index.js';

/** How a script failed. */
interface Failed {
  readonly exitCode: number;
  /** The last lines that it wrote. */
  readonly tail: readonly string[];
}

/** Shells have it for a program that isn't there. */
const NOT_FOUND = 127;

/** A program that isn't there, as bash, dash, env and the kernel's loader say it. */
const MISSING = [
  /\benv: ['‘"]?([\w.+-]+)['’"]?: No such file or directory$/,
  /: (?:line )?\d+: ([\w.+-]+): (?:command )?not found$/,
  /([\w.+-]+): bad interpreter: No such file or directory$/,
];

/** What resolvers, curl, wget, git, pip, ruby, node and Go say where there is no network. */
const NO_NETWORK =
  /could ?n.t resolve host|could not resolve|temporary failure in name resolution|name or service not known|unable to resolve host|network is unreachable|failed to establish a new connection|\b(?:getaddrinfo|EAI_AGAIN)\b|no such host/i;

/** Debian's packages of programs that are called otherwise. */
const PACKAGES: Readonly<Record<string, string>> = {
  bundle: 'ruby-bundler',
  gem: 'ruby',
  java: 'default-jre-headless',
  node: 'nodejs',
  php: 'php-cli',
  pip: 'python3-pip',
  python: 'python-is-python3',
  xz: 'xz-utils',
};

/**
 * What helps where a script failed, if its last lines tell what it lacks; undefined where they tell of something else,
 * which is the buildpack's own to explain. Pure.
 */
export function failureHint({ exitCode, tail }: Failed, stack: Stack): string | undefined {
  for (const line of tail.toReversed()) {
    const program = MISSING.flatMap((pattern) => pattern.exec(line)?.[1] ?? [])[0];
    if (program !== undefined) return missing(program, stack);
    if (NO_NETWORK.test(line)) {
      return 'A staging has no network: what it downloads has to be in the buildpack, as `buildpack package --cached` puts it there, or in the application.';
    }
  }
  if (exitCode !== NOT_FOUND) return undefined;
  return (
    'Exit code 127 means that a program is not there: perhaps one that the stack lacks, such as the interpreter ' +
    `in its first line. Packages of the root are in ${stack.file}, under applications.packages.`
  );
}

function missing(program: string, { name, file }: Stack): string {
  const packageName = Object.hasOwn(PACKAGES, program) ? PACKAGES[program] : program;
  return (
    `The root of ${name} has no ${program}. If it shall, put the package that has it, ${packageName} in Debian, under ` +
    `applications.packages of ${file}.`
  );
}
