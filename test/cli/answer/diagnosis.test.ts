import test from 'ava';
import { diagnosisInWords } from '../../../src/cli/answer/diagnosis.js';
import { diagnoseMemoryLimit } from '../../../src/machine/index.js';
import { hostPath } from '../../../src/path.js';

const inWords = (...found: Parameters<typeof diagnoseMemoryLimit>) =>
  diagnosisInWords(diagnoseMemoryLimit(...found));

const PODMAN = {
  works: true,
  runner: {
    name: 'podman',
    engine: { name: 'podman', version: '4', environment: {}, user: '0:0' },
  },
  version: '4',
} as const;

test('doctor says what can limit memory, or that nothing can', (t) => {
  const parent = {
    version: 1,
    folder: hostPath('/sys/fs/cgroup/memory'),
    own: hostPath('/sys/fs/cgroup/memory'),
    controllers: ['memory'],
    ceiling: undefined,
  } as const;
  t.deepEqual(inWords({ parents: [parent], noMemory: undefined }, []), {
    what: 'limit memory',
    state: 'ok',
    detail: 'by cgroups (version 1) in /sys/fs/cgroup/memory',
  });
  const none = { parents: [], noMemory: 'EACCES: permission denied' };
  t.like(inWords(none, [PODMAN]), {
    state: 'note',
    detail: 'with podman alone: EACCES: permission denied',
  });
  t.like(inWords(none, []), {
    state: 'note',
    detail: "it can't be enforced: EACCES: permission denied",
    remedy: 'systemd-run --user --scope binary-builder …',
  });
});
