import { chmod, chown, realpath, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { hostPath, type HostPath } from '../../path.js';
import { replaceFile } from '../../files/index.js';

/**
 * Writes a manifest's new text in one step: a crash in the middle leaves the old one. Links are
 * followed, so that they stay links; mode and owner stay what they were.
 * @throws BuilderError NOT_WRITABLE, DISK_FULL
 */
export async function replaceManifest(path: HostPath, text: string): Promise<void> {
  const target = hostPath(await realpath(path));
  const old = await stat(target);
  await replaceFile(
    target,
    async ({ path: temporary, handle }) => {
      await handle.writeFile(text);
      await giveTo(temporary, old);
      await chmod(temporary, old.mode & 0o7777);
    },
    { mode: 0o600 },
  );
}

/** Only root can give files away; whoever else may replace it, has to keep it. */
async function giveTo(path: HostPath, { uid, gid }: Stats): Promise<void> {
  const now = await stat(path);
  if (now.uid !== uid || now.gid !== gid) await chown(path, uid, gid).catch(() => undefined);
}
