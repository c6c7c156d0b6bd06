import os from 'node:os';
import { LIMIT_NAMES, USUAL_TIME, type AskedLimits, type LimitName } from '../../limit.js';
import type { HostPath } from '../../path.js';

/** One limit, decided. */
export interface Limit {
  /** Seconds, a number or bytes, by the limit's name; undefined when there is none. */
  readonly value: number | undefined;
  readonly from: 'default' | 'recipe' | 'command line';
}

/** All limits of a command, decided. */
export type Limits = Readonly<Record<LimitName, Limit>>;

/** A limit that a command exceeded, and the value that it had. */
export type Exceeded =
  | { readonly limit: Exclude<LimitName, 'free-disk'>; readonly value: number }
  | {
      readonly limit: 'free-disk';
      readonly value: number;
      /** Bytes that were free. */
      readonly free: number;
      /** A folder of that disk. */
      readonly folder: HostPath;
    };

/** What a step is given unless somebody says otherwise, memory aside. */
const DEFAULTS: Readonly<Record<Exclude<LimitName, 'memory'>, number>> = {
  time: USUAL_TIME,
  processes: 4096,
  'file-size': 16 * 1024 ** 3,
  'free-disk': 2 * 1024 ** 3,
};

/** The part of the machine's memory that a step is given unless somebody says otherwise. */
export const MEMORY_SHARE = 0.9;

/** So many times the time is given where programs are emulated. */
const EMULATED = 10;

/** What limits depend on beside what was said. */
interface LimitFacts {
  readonly emulated: boolean;
  /** Bytes of memory that the machine has; undefined leaves what depends on it open. */
  readonly memory: number | undefined;
}

/**
 * Decides the limits of a command. The time that a recipe gives is meant for a machine of the
 * architecture itself; what the command line says is meant as it stands. Pure.
 */
export function decideLimits(asked: AskedLimits | undefined, facts: LimitFacts): Limits {
  const decide = (name: LimitName): Limit => {
    const slower = name === 'time' && facts.emulated ? EMULATED : 1;
    const said = asked?.commandLine[name];
    if (said !== undefined)
      return { value: said === 'none' ? undefined : said, from: 'command line' };
    const written = asked?.recipe[name];
    if (written !== undefined) {
      return { value: written === 'none' ? undefined : written * slower, from: 'recipe' };
    }
    if (name !== 'memory') return { value: DEFAULTS[name] * slower, from: 'default' };
    const { memory } = facts;
    const value = memory === undefined ? undefined : Math.floor(memory * MEMORY_SHARE);
    return { value, from: 'default' };
  };
  const [time, processes, size, disk, memory] = LIMIT_NAMES.map(decide);
  if (!time || !processes || !size || !disk || !memory)
    throw new TypeError('a limit without a name');
  return { time, processes, 'file-size': size, 'free-disk': disk, memory };
}

/** Bytes of memory that we may use: the machine's, or what we are held to ourselves. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory();
  const total = os.totalmem();
  return constrained > 0 ? Math.min(constrained, total) : total;
}
