import test from 'ava';
import { openSandbox, probeRunner } from '../../../src/sandbox/index.js';
import { preparedRoot, testCache, testContext } from '../../prepared-root.js';
import { holdsToLimits, type OpenLimited } from './held.js';

const root = await preparedRoot();
const status = await probeRunner('podman', { cache: testCache });

if (status.works) {
  const open: OpenLimited = (commandLine) =>
    openSandbox(status.runner, root, {
      ...testContext,
      limits: { recipe: {}, commandLine },
    });
  holdsToLimits(open, { memory: true });
} else {
  test.skip(`podman doesn't work here: ${status.reason}`, () => undefined);
}
