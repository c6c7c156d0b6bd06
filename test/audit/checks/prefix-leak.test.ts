import { gzipSync } from 'node:zlib';
import test from 'ava';
import { inHost } from '../../../src/path.js';
import { execa } from 'execa';
import { auditAt, auditOf, plant, scratch } from '../subject.js';

const CHECK = 'prefix-leak';
const SOURCE = '/binary-builder/source';

test('a path of the build is found in what is compressed with gzip, also behind its damaged end', async (t) => {
  const packed = gzipSync(`${'clean '.repeat(100_000)}\n.TH ${SOURCE}/doc\n`);
  const long = gzipSync(`${SOURCE}/doc ${'x'.repeat(2_000_000)}`, { level: 0 });
  const audit = await auditOf(t, {
    'share/man/man1/x.1.gz': packed,
    'share/cut.gz': long.subarray(0, long.length / 2),
    'share/clean.gz': gzipSync('clean'),
    'share/none.gz': Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]),
  });
  t.deepEqual(audit.of(CHECK), [
    `share/cut.gz: has the build path ${SOURCE} at byte 0 of what is compressed in it: ${SOURCE}/doc ${'x'.repeat(75)}`,
    `share/cut.gz: has the build path ${SOURCE} at byte 15: ${SOURCE}/doc ${'x'.repeat(75)}`,
    `share/man/man1/x.1.gz: has the build path ${SOURCE} at byte 600005 of what is compressed in it: .TH ${SOURCE}/doc`,
  ]);
});

test('a path of the build is found in the members of a zip, whatever it is called', async (t) => {
  const root = await scratch(t);
  await plant(root, {
    'META-INF/MANIFEST.MF': `Built-In: ${SOURCE}/x\n${'clean '.repeat(1000)}`,
    'empty.txt': '',
    'lib/x.js': String.raw`"\/binary-builder\/source\/x"`,
  });
  const zip = 'import zipfile, sys; z = zipfile.ZipFile("x.jar", "w", zipfile.ZIP_DEFLATED)';
  const names = '["META-INF/MANIFEST.MF", "empty.txt", "lib/x.js"]';
  await execa('python3', ['-c', `${zip}\nfor n in ${names}: z.write(n)\nz.close()`], { cwd: root });
  await execa('rm', ['-r', 'META-INF', 'lib', 'empty.txt'], { cwd: root });
  await plant(root, { 'broken.zip': Buffer.from('PK\u0003\u0004 and no more') });
  await execa('mv', [inHost(root, 'x.jar'), inHost(root, 'x.dat')]);
  t.deepEqual((await auditAt(root)).of(CHECK), [
    `x.dat: has the build path ${SOURCE} at byte 10 of META-INF/MANIFEST.MF in it: Built-In: ${SOURCE}/x`,
    String.raw`x.dat: has the build path ${SOURCE}, with \/ for each slash, at byte 1 of lib/x.js in it: "\/binary-builder\/source\/x"`,
  ]);
});

test('a path of the build is found however a text writes it', async (t) => {
  const audit = await auditOf(t, {
    'a.json': String.raw`{"from": "\/binary-builder\/staging\/x"}`,
    'b.txt': 'enc=%2Fbinary-builder%2Fstaging\n',
    'c.txt': Buffer.from('/binary-builder/staging/lib\n', 'utf16le'),
  });
  t.deepEqual(audit.of(CHECK), [
    String.raw`a.json: has the build path /binary-builder/staging, with \/ for each slash, at byte 10: {"from": "\/binary-builder\/staging\/x"}`,
    'b.txt: has the build path /binary-builder/staging, with %2F for each slash, at byte 4: enc=%2Fbinary-builder%2Fstaging',
    'c.txt: has the build path /binary-builder/staging, in UTF-16, at byte 0: /binary-builder/staging/lib',
  ]);
});
