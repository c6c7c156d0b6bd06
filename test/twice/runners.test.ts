import { build, openWorkshop, sharedFolder, testWithPodman } from '../e2e/builds/workshop.js';

const folder = sharedFolder();

for (const request of ['libmemcached@1.1.4', 'python@3.11.2']) {
  testWithPodman(
    `${request} is the same bytes in bubblewrap and podman, with two jobs and one, later and elsewhere`,
    async (t) => {
      const workshop = (runner: string) => openWorkshop(folder, `${request}-${runner}`);
      const one = await build(
        { request },
        { runner: 'bubblewrap', jobs: 2 },
        await workshop('bubblewrap'),
      );
      const other = await build(
        { request },
        { runner: 'podman', jobs: 1 },
        await workshop('podman'),
      );
      t.is(other.record.sha256, one.record.sha256);
      t.deepEqual(other.record, one.record);
    },
  );
}
