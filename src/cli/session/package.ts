import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hostPath, inHost, type HostPath } from '../../path.js';

/** The folder that this package was installed to; `recipes/` and `stacks/` are in it. */
export const PACKAGE: HostPath = packageAbove(hostPath(fileURLToPath(import.meta.url)));

/** From dist/ it is one folder up, from the sources it is two. */
function packageAbove(path: HostPath): HostPath {
  const above = hostPath(path, '..');
  return existsSync(inHost(above, 'package.json')) ? above : packageAbove(above);
}
