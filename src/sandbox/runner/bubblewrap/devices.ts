import { stat } from 'node:fs/promises';

/** The machine's devices that are in every sandbox too; all users have to be able to read and write them. */
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'].map((name) => `/dev/${name}`);

/** The command that opens devices to all users, as they are on every machine but some containers. */
export function openingCommand(devices: readonly string[]): [string, ...string[]] {
  return ['chmod', '0666', ...devices];
}

/** Those of the devices that only some users of this machine can read and write, as some containers have them. */
export async function closedDevices(devices: readonly string[] = DEVICES): Promise<string[]> {
  const modes = await Promise.all(
    devices.map(async (path) => [path, await stat(path).catch(() => undefined)] as const),
  );
  return modes.flatMap(([path, stats]) =>
    stats === undefined || (stats.mode & 0o666) === 0o666 ? [] : [path],
  );
}
