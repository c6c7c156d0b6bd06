import type { HostPath } from '../../path.js';
import { lackOfDisk } from './disk.js';
import type { Exceeded, Limits } from './limits.js';

/** Milliseconds between two looks. */
const INTERVAL = 1000;

/** Somebody who looks after a command while it runs. */
interface Watch {
  /** Aborted when the command has to be ended. */
  readonly signal: AbortSignal;
  /** Why it had to be. */
  readonly exceeded: () => Exceeded | undefined;
  readonly stop: () => void;
}

/** Watches the time and the disks for a command that starts now. */
export function startWatch(limits: Limits, disks: readonly HostPath[]): Watch {
  const abort = new AbortController();
  const { value: time } = limits.time;
  const deadline = time === undefined ? Infinity : performance.now() + time * 1000;
  const state: { exceeded?: Exceeded; timer?: NodeJS.Timeout; stopped: boolean } = {
    stopped: false,
  };
  const end = (exceeded: Exceeded) => {
    if (state.stopped) return;
    state.stopped = true;
    state.exceeded = exceeded;
    abort.abort();
  };
  const look = async () => {
    if (time !== undefined && performance.now() >= deadline) {
      end({ limit: 'time', value: time });
      return;
    }
    const lack = await lackOfDisk(disks, limits);
    if (lack !== undefined) end(lack);
    wait();
  };
  // A timer of its own for each look: one can't be set for more than 24 days, nor two run at once.
  const wait = () => {
    if (state.stopped) return;
    const left = Math.max(1, deadline - performance.now());
    state.timer = setTimeout(() => void look(), Math.min(INTERVAL, left));
    state.timer.unref();
  };
  wait();
  return {
    signal: abort.signal,
    exceeded: () => state.exceeded,
    stop() {
      state.stopped = true;
      clearTimeout(state.timer);
    },
  };
}
