import test from 'ava';
import { openSandbox, probeRunner } from '../../../../src/sandbox/index.js';
import { preparedRoot, testCache, testContext } from '../../../prepared-root.js';
import { behavesAsSandbox, isolates } from '../../behaviour.js';
import { givesShells } from '../../shells.js';

const root = await preparedRoot();
const status = await probeRunner('podman', { cache: testCache });

if (status.works) {
  const open = () => openSandbox(status.runner, root, testContext);
  behavesAsSandbox(open);
  isolates(open);
  givesShells('podman');
} else {
  test.skip(`podman doesn't work here: ${status.reason}`, () => undefined);
}
