import { access, constants } from 'node:fs/promises';
import { GUEST } from '../../../path.js';
import type { Probed, RunnerKind } from '../kind.js';
import { HostSandbox } from './sandbox.js';

/** No sandbox: the machine itself, for running inside a stack's own container. */
export const host: RunnerKind<'host'> = {
  name: 'host',
  isolates: false,
  suits: {},
  limitedBy: 'cgroup',
  emulates: [],
  probe,
  rootForm: () => 'machine',
  open(_root, surroundings) {
    surroundings.emit({ type: 'warning', ...surroundings.whose, message: NO_ISOLATION });
    return Promise.resolve(new HostSandbox(surroundings));
  },
};

async function probe(): Promise<Probed> {
  try {
    await access('/', constants.W_OK);
    return { works: true, version: process.version };
  } catch {
    const reason = `${GUEST.root} can't be made by this user`;
    return { works: false, reason, remedy: 'run as root, inside a container of the stack' };
  }
}

const NO_ISOLATION =
  'the runner host isolates nothing: steps see this machine, its files and its network, and what they build may depend on them';
