import test from 'ava';
import { hostPath, inHost } from '../src/path.js';

test('a path that is joined to a folder stays in it', (t) => {
  const folder = hostPath('/a/b');
  t.is(inHost(folder, 'c', 'd'), hostPath('/a/b/c/d'));
  t.is(inHost(folder, 'c/../d'), hostPath('/a/b/d'));
  t.is(inHost(folder, '/c'), hostPath('/a/b/c'));
  t.is(inHost(folder, ''), hostPath('/a/b'));
  t.is(inHost(hostPath('/'), 'etc'), hostPath('/etc'));
  for (const parts of [['..'], ['../bc'], ['c', '../../d'], ['c/../../../etc/passwd'], ['c\0d']]) {
    t.throws(() => inHost(folder, ...parts), { instanceOf: TypeError }, parts.join('/'));
  }
});
