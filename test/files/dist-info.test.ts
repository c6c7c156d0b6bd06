import test from 'ava';
import { changeDistInfo, type DistInfoMeasure, readDistInfo } from '../../src/files/index.js';

const text = [
  '../../../bin/pip,sha256=9zLBuqlqk9dkWN0V4UPmWsF-pNHz5KiJ5IHtEHqFZ10,253',
  'pip/__init__.py,sha384=AbC_-9,',
  '"a ""quoted"", name.py",sha512=x,0',
  'pip/__pycache__/__init__.cpython-311.pyc,,',
  'pip-22.3.1.dist-info/RECORD,,',
  'weak.py,md5=AbC,3',
  'no line of a list',
  '',
].join('\r\n');

test('lines are read with or without a measure, quoted or not; others are left out', (t) => {
  t.deepEqual(
    readDistInfo(text).map(({ index, path, measure }) => [
      index,
      path,
      measure && `${measure.algorithm} ${measure.digest} ${measure.size ?? 'any size'}`,
    ]),
    [
      [0, '../../../bin/pip', 'sha256 9zLBuqlqk9dkWN0V4UPmWsF-pNHz5KiJ5IHtEHqFZ10 253'],
      [1, 'pip/__init__.py', 'sha384 AbC_-9 any size'],
      [2, 'a "quoted", name.py', 'sha512 x 0'],
      [3, 'pip/__pycache__/__init__.cpython-311.pyc', undefined],
      [4, 'pip-22.3.1.dist-info/RECORD', undefined],
    ],
  );
});

test('lines are changed or taken out, and all else keeps every byte', (t) => {
  const changes = new Map<number, DistInfoMeasure | 'gone'>([
    [2, { algorithm: 'sha256', digest: 'new', size: 7 }],
    [3, 'gone'],
  ]);
  const lines = text.split('\n');
  t.is(
    changeDistInfo(text, changes),
    [...lines.slice(0, 2), '"a ""quoted"", name.py",sha256=new,7\r', ...lines.slice(4)].join('\n'),
  );
});
