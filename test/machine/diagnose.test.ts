import test from 'ava';
import { canBuild, type Diagnosis } from '../../src/machine/index.js';

const runner = (name: 'podman' | 'host', works: boolean): Diagnosis => ({
  of: 'runner',
  state: works ? 'ok' : 'missing',
  name,
  status: works ? { works, version: '4' } : { works, reason: 'none', remedy: 'install' },
});

test('something can be built where a sandbox works; the machine itself is none', (t) => {
  t.true(canBuild([runner('host', true), runner('podman', true)]));
  t.false(canBuild([runner('host', true), runner('podman', false)]));
  t.false(canBuild([]));
});
