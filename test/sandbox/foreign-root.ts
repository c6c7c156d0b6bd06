import { type Arch, machineArch } from '../../src/architecture.js';
import type { Root } from '../../src/stack/index.js';
import { preparedRoot } from '../prepared-root.js';

/** An architecture that the machine isn't. */
export const FOREIGN: Arch = machineArch() === 's390x' ? 'arm64' : 's390x';

/** A small root of it; half a minute for the first. */
export async function foreignRoot(): Promise<Root> {
  return await preparedRoot({ arch: FOREIGN });
}
