import { chmod, chown, readFile, realpath, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { BuilderError, systemErrorCode } from '../../error.js';
import { hostPath, type HostPath } from '../../path.js';
import { replaceFile } from '../../files/index.js';

/**
 * Writes a manifest's new text in one step: a crash in the middle leaves the old one. Links are
 * followed, so that they stay links; mode and owner stay what they were.
 * @param change.from the text that the new one was made from: should it be another by now, somebody has
 * changed it meanwhile, an editor for example, which asks for no lock
 * @throws BuilderError MANIFEST_CHANGED; NOT_WRITABLE, DISK_FULL
 */
export async function replaceManifest(
  path: HostPath,
  change: { readonly from: string; readonly to: string },
): Promise<void> {
  const target = await ownPath(path);
  const old = await stat(target).catch((error: unknown) => {
    throw systemErrorCode(error) === 'ENOENT' ? changed(path) : error;
  });
  await replaceFile(
    target,
    async ({ path: temporary, handle }) => {
      await handle.writeFile(change.to);
      await giveTo(temporary, old);
      await chmod(temporary, old.mode & 0o7777);
      // Last of all: what is left is a rename.
      await handle.sync();
      if ((await textOf(target)) !== change.from) throw changed(path);
    },
    { mode: 0o600 },
  );
}

async function ownPath(path: HostPath): Promise<HostPath> {
  try {
    return hostPath(await realpath(path));
  } catch (error) {
    throw systemErrorCode(error) === 'ENOENT' ? changed(path) : error;
  }
}

async function textOf(path: HostPath): Promise<string | undefined> {
  try {
    // As it was read first: a byte order mark is part of the text.
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function changed(path: HostPath): BuilderError {
  return new BuilderError(
    'MANIFEST_CHANGED',
    `${path} was changed while it was being brought up to date.`,
    { hint: 'It is as whoever changed it left it. Start again, with what is in it now.' },
  );
}

/** Only root can give files away; whoever else may replace it, has to keep it. */
async function giveTo(path: HostPath, { uid, gid }: Stats): Promise<void> {
  const now = await stat(path);
  if (now.uid !== uid || now.gid !== gid) await chown(path, uid, gid).catch(() => undefined);
}
