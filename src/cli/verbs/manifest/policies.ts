import { BuilderError } from '../../../error.js';
import type { Policies, Policy } from '../../../manifest/model/index.js';
import { parseCount } from '../../options/count.js';
import type { UpdateOptions } from './options.js';

const LINES = ['major', 'minor', 'any'] as const;

/**
 * The policies of `binary-builder.yml` with what the command line says instead.
 * @throws BuilderError USAGE
 */
export function withOptions(policies: Policies, options: UpdateOptions): Policies {
  const dependencies: Record<string, Policy> = { ...policies.dependencies };
  const set = (name: string, policy: Policy) => {
    dependencies[name] = { ...dependencies[name], ...policy };
  };
  for (const [name, text] of pairsOf('--line', options.line)) set(name, { line: lineOf(text) });
  for (const [name, text] of pairsOf('--keep', options.keep)) set(name, keep(text));
  for (const name of options.keepAll) set(name, { all: true });
  for (const [name, version] of pairsOf('--pin', options.pin)) {
    set(name, { pin: [...(dependencies[name]?.pin ?? []), version] });
  }
  for (const [name, recipe] of pairsOf('--recipe', options.recipe)) set(name, { recipe });
  return {
    ...policies,
    ...(options.uri === undefined ? {} : { uri: options.uri }),
    ...(options.digest === undefined ? {} : { digest: options.digest }),
    retiredStacks: [...policies.retiredStacks, ...options.dropStack],
    dependencies,
  };
}

/** The names that options speak of, by option. */
export function namesInOptions(options: UpdateOptions): [string, string[]][] {
  const named = ['line', 'keep', 'pin', 'recipe', 'default'] as const;
  return [
    ...named.map((option): [string, string[]] => [
      `--${option}`,
      pairsOf(`--${option}`, options[option]).map(([name]) => name),
    ]),
    ['--keep-all', options.keepAll],
  ];
}

/**
 * Reads `NAME=VALUE` texts.
 * @throws BuilderError USAGE
 */
export function pairsOf(option: string, texts: readonly string[]): [name: string, value: string][] {
  return texts.map((text) => {
    const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    if (name !== undefined && value !== undefined) return [name, value];
    throw new BuilderError('USAGE', `${option} takes NAME=VALUE, not '${text}'.`);
  });
}

/** So many versions of a line, in place of all of them. */
function keep(text: string): Policy {
  const count = parseCount('--keep NAME=', text);
  return { all: false, ...(count === undefined ? {} : { keep: count }) };
}

function lineOf(text: string): (typeof LINES)[number] {
  const line = LINES.find((known) => known === text);
  if (line !== undefined) return line;
  throw new BuilderError('USAGE', `--line NAME= takes ${LINES.join(', ')}, not '${text}'.`);
}
