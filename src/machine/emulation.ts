import type { Arch } from '../architecture.js';
import { probeEmulator } from '../sandbox/index.js';
import type { Diagnosis } from './diagnosis.js';

/** Nothing that building for the machine itself needs, so at worst a note. */
export async function diagnoseEmulation(
  arch: Arch,
  signal: AbortSignal | undefined,
): Promise<Diagnosis> {
  const status = await probeEmulator(arch, 'bubblewrap', { signal });
  const { reason } = status;
  if (!status.works) {
    return { of: 'emulation', state: 'note', arch, reason, remedy: status.remedy };
  }
  return { of: 'emulation', state: 'ok', arch, reason, better: status.better };
}
