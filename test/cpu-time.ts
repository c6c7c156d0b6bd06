/**
 * Starts a clock that counts the processor time of this process only, in seconds: a machine that is
 * busy with something else doesn't make it go faster.
 */
export function cpuTime(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
}

/**
 * The least processor time that the same work took, in seconds, in five tries at most: what else the
 * machine does makes one slower, and none faster. No other test of the file may run beside it.
 * @param enough ends the tries as soon as one took less
 */
export async function leastTime(enough: number, work: () => Promise<void> | void): Promise<number> {
  let least = Infinity;
  for (let tries = 0; tries < 5 && least >= enough; tries += 1) {
    const seconds = cpuTime();
    await work();
    least = Math.min(least, seconds());
  }
  return least;
}
