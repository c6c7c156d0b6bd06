import { readFile } from 'node:fs/promises';
import { machineArch } from '../../../architecture.js';
import { writeFileAtomic } from '../../../files/index.js';
import { inHost, type HostPath } from '../../../path.js';
import { profileOf, rulesFor } from '../../../seccomp/index.js';

/** Writes the seccomp profile of containers into the cache, where engines read it. */
export async function writeProfile(cache: HostPath): Promise<HostPath> {
  const file = inHost(cache, 'seccomp.json');
  const profile = profileOf(rulesFor(machineArch() ?? 'x64'));
  if ((await readFile(file, 'utf8').catch(() => '')) !== profile) {
    await writeFileAtomic(file, profile);
  }
  return file;
}
