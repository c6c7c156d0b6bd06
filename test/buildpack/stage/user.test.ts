import test from 'ava';
import { withVcap } from '../../../src/buildpack/stage/user.js';

const ROOT = 'root:x:0:0:root:/root:/bin/bash\n';

test('a root without the user vcap gets it', (t) => {
  t.deepEqual(withVcap(ROOT, 'root:x:0:'), {
    user: { uid: 2000, gid: 2000 },
    passwd: `${ROOT}vcap:x:2000:2000::/home/vcap:/bin/bash\n`,
    group: 'root:x:0:\nvcap:x:2000:\n',
  });
  t.is(withVcap('', '').group, 'vcap:x:2000:\n');
});

test('a root with the user vcap keeps its own', (t) => {
  const passwd = `${ROOT}vcap:x:1234:567::/home/vcap:/bin/bash\n`;
  t.deepEqual(withVcap(passwd, ''), { user: { uid: 1234, gid: 567 }, passwd, group: '' });
});

test('a user whose name only begins so is another', (t) => {
  t.is(withVcap('vcap2:x:1:1::/:/bin/sh\n', '').user.uid, 2000);
});
