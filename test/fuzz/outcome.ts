import { lstat, readdir, realpath } from 'node:fs/promises';
import { inHost, type HostPath } from '../../src/path.js';

/** What a promise is rejected with; undefined when it isn't. */
export async function within(milliseconds: number, work: Promise<void>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<Error>((resolve) => {
    timer = setTimeout(resolve, milliseconds, new Error('it hangs'));
  });
  const outcome: unknown = await Promise.race([
    work.then(
      () => undefined,
      (error: unknown) => error,
    ),
    hang,
  ]);
  clearTimeout(timer);
  return outcome;
}

/** Fails for what no unpacked tree may have: links that lead out, and what is neither file, folder nor link. */
export async function nothingLeadsOut(
  fail: (message: string) => void,
  folder: HostPath,
  root = folder,
): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = inHost(folder, name);
    const stats = await lstat(path);
    if (stats.isSymbolicLink()) {
      const end = await realpath(path).catch(() => root);
      if (end !== root && !end.startsWith(`${root}/`)) fail(`${path} leads to ${end}`);
    } else if (stats.isDirectory()) await nothingLeadsOut(fail, path, root);
    else if (!stats.isFile()) fail(`${path} is something else`);
  }
}
