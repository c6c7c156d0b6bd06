import { inHost, type HostPath } from '../../path.js';
import { sha256Of } from '../../files/index.js';
import { listTree, type Entry } from '../../tree/index.js';

/** Whether two folders have the same in them: paths, modes, links and contents; times don't count. */
export async function isSameTree(a: HostPath, b: HostPath, signal?: AbortSignal): Promise<boolean> {
  const [first, second] = [await listTree(a, signal), await listTree(b, signal)];
  if (first.length !== second.length) return false;
  for (const [index, entry] of first.entries()) {
    const other = second[index];
    if (other === undefined || summary(entry) !== summary(other)) return false;
  }
  for (const { kind, path } of first) {
    if (kind !== 'file') continue;
    const left = await sha256Of(inHost(a, path), signal);
    if (left !== (await sha256Of(inHost(b, path), signal))) return false;
  }
  return true;
}

function summary(entry: Entry): string {
  const own =
    entry.kind === 'file' ? [entry.mode, entry.size] : entry.kind === 'link' ? [entry.target] : [];
  return JSON.stringify([entry.kind, entry.path, ...own]);
}
