import test from 'ava';
import { mayMakeNamespaces } from '../../../../src/sandbox/runner/bubblewrap/look.js';

const ALL = '000001ffffffffff';
const FREE = 'NoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\n';
const root = { root: true, container: true };
const user = { root: false, container: false };

function status(rights: string, rest = FREE): string {
  return `Name:\tnode\nCapEff:\t${rights}\n${rest}`;
}

test('root with its rights and without a filter makes namespaces, in a container too', (t) => {
  t.true(mayMakeNamespaces(status(ALL), root));
  // What containers leave of root's rights lacks CAP_SYS_ADMIN.
  t.false(mayMakeNamespaces(status('00000000a80425fb'), root));
  // Each right alone is missed.
  for (const number of [6, 7, 8, 12, 21]) {
    const others = BigInt(`0x${ALL}`) & ~(1n << BigInt(number));
    t.false(mayMakeNamespaces(status(others.toString(16)), root), String(number));
  }
  const few = [6, 7, 8, 12, 21].reduce((sum, number) => sum | (1n << BigInt(number)), 0n);
  t.true(mayMakeNamespaces(status(few.toString(16)), root));
});

test('an ordinary user makes them outside of a container', (t) => {
  t.true(mayMakeNamespaces(status('0'), user));
  t.false(mayMakeNamespaces(status('0'), { ...user, container: true }));
});

test('under a filter, or where it is not known, it has to be tried', (t) => {
  for (const rest of [
    FREE.replace('Seccomp:\t0', 'Seccomp:\t2'),
    FREE.replace('NoNewPrivs:\t0', 'NoNewPrivs:\t1'),
    'Seccomp:\t0\n',
    'NoNewPrivs:\t0\n',
    '',
  ]) {
    t.false(mayMakeNamespaces(status(ALL, rest), root), rest);
    t.false(mayMakeNamespaces(status('0', rest), user), rest);
  }
  t.false(mayMakeNamespaces('', root));
  t.false(mayMakeNamespaces(FREE, root));
});
