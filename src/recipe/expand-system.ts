import { choose, select, type Entry } from './entry.js';
import type { Facts } from './condition.js';
import type { BuildSystem } from './system-schema.js';

/** How a build system learns that it cross compiles; only the placeholders of cross builds are left. */
interface ExpandedCrossing {
  /** Arguments of configure. */
  args: string[];
  environment: Record<string, string>;
  files: { name: string; content: string }[];
}

/** A build system with its conditions decided. */
export interface ExpandedSystem {
  name: string;
  /** Packages. */
  tools: string[];
  environment: Record<string, string>;
  configure: string | undefined;
  make: string | undefined;
  install: string | undefined;
  /** Undefined when it can't cross compile. */
  cross: ExpandedCrossing | undefined;
}

/** Decides the conditions of a build system. Pure. */
export function expandSystem(
  system: BuildSystem,
  facts: Facts,
  fill: (text: string) => string,
): ExpandedSystem {
  const { cross } = system;
  return {
    name: system.name,
    tools: select(system.tools, facts),
    environment: expandEnvironment(system.environment, facts, fill),
    configure: choose(system.configure, facts),
    make: choose(system.make, facts),
    install: choose(system.install, facts),
    cross: cross && {
      args: select(cross.args, facts).map(fill),
      environment: expandEnvironment(cross.environment, facts, fill),
      files: Object.entries(cross.files ?? {}).map(([name, content]) => ({
        name,
        content: fill(content),
      })),
    },
  };
}

/** A variable of whose values none fits stays unset. */
export function expandEnvironment(
  environment: Readonly<Record<string, Entry<string>[]>> | undefined,
  facts: Facts,
  fill: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment ?? {}).flatMap(([name, choice]) => {
      const value = choose(choice, facts);
      return value === undefined ? [] : [[name, fill(value)]];
    }),
  );
}
