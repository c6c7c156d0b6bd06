import { homedir } from 'node:os';
import test from 'ava';
import { hostPath } from '../../src/path.js';
import { cacheFolders, cacheLock, cacheRoot } from '../../src/store/index.js';

test('the cache is where BINARY_BUILDER_CACHE says, else where XDG says, else in the home', (t) => {
  const all = { BINARY_BUILDER_CACHE: '/own', XDG_CACHE_HOME: '/xdg', HOME: '/home/me' };
  t.is(cacheRoot(all), hostPath('/own'));
  t.is(cacheRoot({ ...all, BINARY_BUILDER_CACHE: '' }), hostPath('/xdg/binary-builder'));
  t.is(cacheRoot({ HOME: '/home/me' }), hostPath('/home/me/.cache/binary-builder'));
  t.is(cacheRoot({}), hostPath(homedir(), '.cache/binary-builder'));
});

test('each kind has its folder, and each entry its lock', (t) => {
  const folders = cacheFolders(hostPath('/cache'));
  t.deepEqual(folders, {
    root: hostPath('/cache'),
    sources: hostPath('/cache/sources'),
    stacks: hostPath('/cache/stacks'),
    artifacts: hostPath('/cache/artifacts'),
    work: hostPath('/cache/work'),
    ccache: hostPath('/cache/ccache'),
    locks: hostPath('/cache/locks'),
  });
  t.is(cacheLock(folders, 'work', 'libffi-1'), hostPath('/cache/locks/work-libffi-1.lock'));
});
