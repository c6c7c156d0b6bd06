import type { RunnerKind } from '../kind.js';
import { unfitRoot } from '../kind.js';
import { registered } from '../../emulation/registered.js';
import { privately } from './probe-private.js';
import { byPRoot } from './probe-proot.js';
import { probeBubblewrap } from './probe.js';
import { BubblewrapSandbox } from './sandbox.js';

/** Unprivileged namespaces over a root in a folder, made by bubblewrap. */
export const bubblewrap: RunnerKind<'bubblewrap'> = {
  name: 'bubblewrap',
  isolates: true,
  suits: { packages: 1 },
  limitedBy: 'cgroup',
  // The others need a process of their own for each command.
  emulates: [registered, privately, byPRoot],
  probe: probeBubblewrap,
  rootForm: () => 'directory',
  open(root, { emulator }) {
    if (root.kind !== 'directory') throw unfitRoot('bubblewrap', root);
    return Promise.resolve(new BubblewrapSandbox(root.directory, emulator));
  },
};
