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
