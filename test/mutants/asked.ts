import { parseArgs } from 'node:util';

/** What somebody asks for. */
export interface Asked {
  /** A folder of `src/`, as in `manifest/edit`; all of them unless said. */
  readonly room: string | undefined;
  /** The room by whose tests it is tested, where that isn't itself. */
  readonly tests: string | undefined;
  /** How many changes are tried. */
  readonly samples: number;
  /** By which chance. */
  readonly seed: number;
}

export const USAGE = 'Usage: npm run mutants -- [ROOM] [--tests ROOM] [--samples N] [--seed N]';

/** Reads the arguments; undefined for what isn't one. */
export function askedBy(argv: readonly string[]): Asked | undefined {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    strict: false,
    options: {
      tests: { type: 'string' },
      samples: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  const { tests, samples = '20', seed = '1', ...others } = values;
  const [room, ...more] = positionals;
  if (more.length > 0 || Object.keys(others).length > 0) return undefined;
  if (typeof tests === 'boolean') return undefined;
  const numbers = [samples, seed].map((text) =>
    /^\d{1,9}$/.test(String(text)) ? Number(text) : 0,
  );
  const [count = 0, chance = 0] = numbers;
  return count > 0 && chance > 0 ? { room, tests, samples: count, seed: chance } : undefined;
}
