// Holds the lock argv[2] until its standard input ends.
import { once } from 'node:events';
import { hostPath } from '../../../src/path.js';
import { withLock } from '../../../src/files/index.js';

await withLock(
  hostPath(process.argv[2] ?? ''),
  async () => {
    console.log('in');
    process.stdin.resume();
    await once(process.stdin, 'end');
    console.log('out');
  },
  {
    onWait: (reason) => {
      console.log(`waiting: ${reason}`);
    },
  },
);
