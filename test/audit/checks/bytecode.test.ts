import test from 'ava';
import { auditOf } from '../subject.js';

const CHECK = 'bytecode';
const EPOCH = 1_700_000_000;
/** Magic numbers of pythons. */
const PYTHON = { '2.7': 62211, '3.2': 3180, '3.6': 3379, '3.11': 3495 };

/** A header with these numbers behind the magic one, and some code. */
function pyc(magic: number, ...words: number[]): Buffer {
  const header = Buffer.alloc(4 + words.length * 4);
  header.writeUInt16LE(magic, 0);
  header.write('\r\n', 2, 'latin1');
  words.forEach((word, index) => header.writeUInt32LE(word, 4 + index * 4));
  return Buffer.concat([header, Buffer.from('code')]);
}

test('what belongs to its source is right, by time or by hash', async (t) => {
  const audit = await auditOf(
    t,
    {
      'a.py': 'pass\n',
      '__pycache__/a.cpython-311.pyc': pyc(PYTHON['3.11'], 0, EPOCH, 5),
      '__pycache__/a.cpython-311.opt-1.pyc': pyc(PYTHON['3.11'], 1, 0, 0),
      '__pycache__/a.cpython-310.pyc': pyc(PYTHON['3.11'], 3, 0, 0),
      '__pycache__/a.cpython-36.pyc': pyc(PYTHON['3.6'], EPOCH, 5),
      '__pycache__/a.cpython-32.pyc': pyc(PYTHON['3.2'], EPOCH),
      'a.pyc': pyc(PYTHON['2.7'], EPOCH),
      'a.pyo': pyc(PYTHON['2.7'], EPOCH),
    },
    { epoch: EPOCH },
  );
  t.deepEqual(audit.of(CHECK), []);
});

test('each cause is told once, with the files that share it', async (t) => {
  const stale = pyc(PYTHON['3.11'], 0, EPOCH - 1, 5);
  const audit = await auditOf(
    t,
    {
      'a.py': 'pass\n',
      'b.py': 'pass\n',
      'old.py': 'pass\n',
      'old.pyc': pyc(PYTHON['2.7'], EPOCH + 1),
      '__pycache__/a.cpython-311.pyc': stale,
      '__pycache__/a.cpython-312.pyc': stale,
      '__pycache__/a.cpython-313.pyc': stale,
      '__pycache__/b.cpython-36.pyc': pyc(PYTHON['3.6'], EPOCH, 6),
      '__pycache__/gone.cpython-311.pyc': pyc(PYTHON['3.11'], 1, 0, 0),
      'gone.pyc': pyc(PYTHON['3.11'], 1, 0, 0),
      'cut.pyc': pyc(PYTHON['3.11'], 1).subarray(0, 8),
      'odd.pyc': pyc(PYTHON['3.11'], 4, 0, 0),
      'text.pyc': 'this is not code',
    },
    { epoch: EPOCH },
  );
  const time = "is compiled Python for a source of another time than the artifact's files have";
  t.deepEqual(audit.of(CHECK), [
    `__pycache__/a.cpython-311.pyc: ${time}; likewise __pycache__/a.cpython-312.pyc, __pycache__/a.cpython-313.pyc and 1 more`,
    '__pycache__/b.cpython-36.pyc: is compiled Python for a source of another size',
    '__pycache__/gone.cpython-311.pyc: is compiled Python without its source; likewise gone.pyc',
    'cut.pyc: is not compiled Python, whatever its name says; likewise odd.pyc and text.pyc',
  ]);
});
