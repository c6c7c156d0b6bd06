import test from 'ava';
import { auditOf } from '../subject.js';

const CHECK = 'symlink-dangling';

test('links that lead to something are right, through links and upwards too', async (t) => {
  const audit = await auditOf(t, {
    'share/doc/x': '',
    lib64: { link: 'share' },
    a: { link: 'lib64/doc' },
    'share/b': { link: '../a/x' },
    'share/c': { link: './/doc/../b' },
    here: { link: '.' },
  });
  t.deepEqual(audit.of(CHECK), []);
});

test('links to nothing, and in a circle, are errors', async (t) => {
  const audit = await auditOf(t, {
    'bin/python': { link: 'python3' },
    'bin/python3': { link: 'python3.11' },
    a: { link: 'b' },
    b: { link: 'a' },
    file: '',
    through: { link: 'file/x' },
    upwards: { link: 'gone/../file' },
  });
  t.deepEqual(audit.of(CHECK), [
    'a: is a link to b, which leads in a circle',
    'b: is a link to a, which leads in a circle',
    "bin/python: is a link to python3, which the tree doesn't have",
    "bin/python3: is a link to python3.11, which the tree doesn't have",
    "through: is a link to file/x, which the tree doesn't have",
    "upwards: is a link to gone/../file, which the tree doesn't have",
  ]);
});

test('a link that leaves the tree, or is absolute, is left to other checks', async (t) => {
  const audit = await auditOf(t, {
    a: { link: '../x' },
    b: { link: 'gone/../../x' },
    c: { link: '/x' },
    d: { link: 'c/y' },
  });
  t.deepEqual(audit.of(CHECK), []);
});
