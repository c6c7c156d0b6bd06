/** What a step that failed while cross compiling left behind, as texts. */
interface Said {
  /** What the step printed. */
  readonly log: string;
  /** The configure script's own `config.log`, if there is one beside it. */
  readonly configLog?: string;
  /** The configure script, if there is one. */
  readonly configure?: string;
}

/** A program of the target that a step wanted to run, and what can be done about that. */
interface CrossRun {
  /** The cache variables that answer in the program's place; none when nothing tells them. */
  readonly variables: string[];
  /** What happened, as the end of a sentence: `configure wanted to run …`. */
  readonly what: string;
  /** What to write into the recipe. */
  readonly hint: string;
}

/** What always helps. */
const EMULATED = 'or build with --build-mode emulated, in which such programs run';

/**
 * Finds out whether a step failed while cross compiling because it wanted to run a program that was
 * compiled for the target; undefined when nothing says so.
 */
export function crossRun(said: Said): CrossRun | undefined {
  return byAutoconf(said) ?? byCmake(said.log) ?? byMeson(said.log) ?? byExec(said.log);
}

const CANNOT_RUN = 'cannot run test program while cross compiling';
const CANNOT_LOOK = 'cannot check for file existence when cross compiling';
const CANNOT_RUN_COMPILED = /cannot run C(?:\+\+)? compiled programs/;

/** A variable that autoconf keeps an answer in: `ac_cv_…`, gnulib's `gl_cv_…`, a package's own. */
const CACHED = /^[A-Za-z_]\w*_cv_\w+$/;

/** How configure scripts ask whether there is an answer already, from autoconf 2.5x to 2.7x. */
const ASKED = /\$\{(\w+)\+(?:y|set|:)\}/g;

function byAutoconf({ log, configLog, configure }: Said): CrossRun | undefined {
  const failure = lastLine(log, (line) => line.includes(CANNOT_RUN) || line.includes(CANNOT_LOOK));
  if (failure === undefined) {
    return byPackage(log) ?? byConfusion(log);
  }
  const program = failure.includes(CANNOT_RUN);
  const check = checkBefore(configLog, program ? CANNOT_RUN : CANNOT_LOOK) ?? checkIn(log);
  const variable = configure === undefined || !check ? undefined : askedAt(configure, check);
  const where = check === undefined ? '' : `, ${check.text}`;
  const what = program
    ? `configure wanted to run a program that it had compiled for the target${where}`
    : `configure wanted to look for a file on the target${where}`;
  if (variable === undefined) {
    return {
      variables: [],
      what,
      hint:
        "The check keeps no cache variable that could answer it: see config.log and configure's --help for " +
        `an option that decides it, patch configure, ${EMULATED}.`,
    };
  }
  return { variables: [variable], what, hint: answers([variable], (name) => `${name}=yes`) };
}

/** Checks of packages that ask for an answer by themselves: `set ac_cv_file__dev_ptmx to yes/no …`. */
function byPackage(log: string): CrossRun | undefined {
  const line = lastLine(
    log,
    (one) => one.startsWith('configure: error:') && /cross[- ]?compil/i.test(one),
  );
  if (line === undefined) return undefined;
  const words = line.match(/\w+/g) ?? [];
  const variables = [...new Set(words.filter((word) => CACHED.test(word)))];
  if (variables.length === 0) return undefined;
  return {
    variables,
    what: `configure asks for an answer: ${line.replace('configure: error: ', '')}`,
    hint: answers(variables, (name) => `${name}=yes`),
  };
}

/** A configure script that hasn't understood that it is for another machine. */
function byConfusion(log: string): CrossRun | undefined {
  if (lastLine(log, (line) => CANNOT_RUN_COMPILED.test(line)) === undefined) return undefined;
  return {
    variables: [],
    what: "configure wasn't told that it cross compiles, and ran a program that it had compiled for the target",
    hint: `Pass it --build and --host: a 'run' of the recipe's own has to hand on "$@"; ${EMULATED}.`,
  };
}

/** A check of a configure script. */
interface Check {
  /** `checking whether …` */
  readonly text: string;
  /** Its line in the configure script and that of its failure, from 1, where they are known. */
  readonly line?: number;
  readonly failed?: number;
}

/** The check before a failure, by config.log: `configure:3128: checking whether …`. */
function checkBefore(configLog: string | undefined, failure: string): Check | undefined {
  const lines = linesOf(configLog ?? '');
  const at = lines.findLastIndex((line) => FAILED.test(line) && line.includes(failure));
  const failed = FAILED.exec(lines[at] ?? '')?.[1];
  const check = lines.slice(0, Math.max(0, at)).findLast((line) => CHECKING.test(line));
  const [, line, text] = CHECKING.exec(check ?? '') ?? [];
  if (text === undefined) return undefined;
  return { text, line: Number(line), failed: Number(failed) };
}

const FAILED = /^configure:(\d+): error: /;
const CHECKING = /^configure:(\d+): (checking .+)$/;

/** The check that a log tells last: `checking whether …... configure: error: …`. */
function checkIn(log: string): Check | undefined {
  const line = lastLine(log, (one) => /^checking .+\.\.\. /.test(one));
  const text = line === undefined ? undefined : /^(checking .+?)\.\.\. /.exec(line)?.[1];
  return text === undefined ? undefined : { text };
}

/** So many lines behind its message a check has asked for its answer. */
const NEAR = 12;

/** The variable that a check asks for, which it does between its message and its failure. */
function askedAt(configure: string, { text, line, failed }: Check): string | undefined {
  const lines = linesOf(configure);
  // The message stands in two lines, the second one is what is printed.
  const places = lines.flatMap((one, index) => (one.includes(text) ? index : []));
  const [first = -1] = places;
  const numbered = places.find((index) => index + 1 === line);
  const alone = places.every((index) => index <= first + 1) ? first : -1;
  const from = numbered ?? alone;
  if (from === -1) return undefined;
  const until = numbered !== undefined && failed !== undefined ? failed : from + NEAR;
  for (const line of lines.slice(from, until)) {
    const names = [...line.matchAll(ASKED)].map(([, name = '']) => name);
    const variable = names.find((name) => CACHED.test(name));
    if (variable !== undefined) return variable;
  }
  return undefined;
}

const CMAKE_ASKS =
  /try_run\(\) invoked in cross-compiling mode, please set the following cache variables appropriately:/i;

/** cmake names what it wants to know, indented, below the message; or falls over it. */
function byCmake(log: string): CrossRun | undefined {
  const lines = linesOf(log);
  const variables = lines.flatMap((line, index) =>
    CMAKE_ASKS.test(line) ? indentedBelow(lines, index) : [],
  );
  if (variables.length === 0) return fallenCmake(lines);
  return {
    variables: [...new Set(variables)],
    what: 'cmake wanted to run a program that it had compiled for the target',
    hint:
      answers([...new Set(variables)], (name) =>
        name.endsWith('__TRYRUN_OUTPUT') ? `-D${name}=` : `-D${name}=0`,
      ) + ' They are the exit code of the program and, in …__TRYRUN_OUTPUT, what it would print.',
  };
}

function indentedBelow(lines: readonly string[], index: number): string[] {
  const rest = lines.slice(index + 1);
  const end = rest.findIndex((line) => !/^\s+[\w.+-]+(?: \(advanced\))?\s*$/.test(line));
  const own = end === -1 ? rest : rest.slice(0, end);
  return own.flatMap((line) => line.trim().split(' ', 1));
}

/**
 * cmake 3.25 crashes where it should ask, in check_c_source_runs and the like, which take no output from
 * the program. What is left is the name of the test, which is that of its variable too.
 */
function fallenCmake(lines: readonly string[]): CrossRun | undefined {
  const said = lines.filter((line) => line.trim() !== '' && !/segmentation fault/i.test(line));
  const variable = /^-- Performing Test ([\w.+-]+)$/.exec(said.at(-1) ?? '')?.[1];
  if (variable === undefined) return undefined;
  return {
    variables: [variable],
    what: `cmake ended in the midst of the test ${variable}, as some versions do that can't run a program of the target`,
    hint: answers([variable], (name) => `-D${name}=1`),
  };
}

const MESON_CANNOT = 'ERROR: Can not run test applications in this cross environment';
const MESON_GENERATOR =
  /ERROR: Cannot use target (\S+) as a generator because it is built for the\s+host machine/;

/** meson has no cache variables. */
function byMeson(log: string): CrossRun | undefined {
  const line = lastLine(log, (one) => one.includes(MESON_CANNOT));
  if (line !== undefined) {
    const place = /^(\S*meson\.build:\d+(?::\d+)?):/.exec(line)?.[1];
    return {
      variables: [],
      what: `meson wanted to run a program that it had compiled for the target${place === undefined ? '' : ` (${place})`}`,
      hint:
        'meson keeps no cache variables: see that place for an option or a property of the cross file ' +
        `that decides it, patch it, ${EMULATED}.`,
    };
  }
  const generator = MESON_GENERATOR.exec(linesOf(log).join('\n'))?.[1];
  if (generator === undefined) return undefined;
  return {
    variables: [],
    what: `meson wanted to run ${generator}, which is compiled for the target, while building`,
    hint: `Patch it to have 'native: true', so that it is compiled for this machine, ${EMULATED}.`,
  };
}

/** How shells, make and python say that the machine can't run a file, each with its name. */
const NOT_EXECUTABLE = [
  /(\S+): cannot execute binary file(?:: Exec format error)?$/,
  /\[Errno 8\] Exec format error: b?'([^']+)'/,
  /(\S+): Exec format error$/,
  /qemu-\w+(?:-static)?: Could not open '([^']*\/ld[^']*)': No such file or directory$/,
];

/** Before these, whatever couldn't be run wasn't why the step failed. */
const TAIL = 200;

function byExec(log: string): CrossRun | undefined {
  const lines = linesOf(log.trimEnd()).slice(-TAIL);
  for (const line of lines.toReversed()) {
    const at = NOT_EXECUTABLE.findIndex((pattern) => pattern.test(line.trimEnd()));
    const name = NOT_EXECUTABLE[at]?.exec(line.trimEnd())?.[1];
    if (name === undefined) continue;
    const loader = at === NOT_EXECUTABLE.length - 1;
    return {
      variables: [],
      what: loader
        ? `the step ran a program that was compiled for the target, which found no ${name}`
        : `the step ran ${name}, which was compiled for the target`,
      hint:
        'Have it compiled for this machine: many makefiles take BUILD_CC or CC_FOR_BUILD; or take a program of ' +
        `the same version from \`cross: { needs: [NAME] }\`, ${EMULATED}.`,
    };
  }
  return undefined;
}

/** What to write into a recipe so that a configure step gets answers. */
function answers(variables: readonly string[], argumentOf: (variable: string) => string): string {
  const args = variables.map(argumentOf).join(', ');
  return (
    `Say what the target would answer, under configure's args: \`{ when: { cross: true }, use: [${args}] }\` ` +
    `(or another value), ${EMULATED}.`
  );
}

function lastLine(text: string, matches: (line: string) => boolean): string | undefined {
  return linesOf(text).findLast(matches);
}

/** What is longer is no message that anybody has written for people. */
const LONGEST_LINE = 1000;

/** Lines, cut: a step may write one of any length, in which patterns would look for hours. */
function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.slice(0, LONGEST_LINE));
}
