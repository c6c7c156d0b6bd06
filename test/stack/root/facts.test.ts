import test from 'ava';
import { readFacts } from '../../../src/stack/root/facts.js';

const paragraph = (name: string, version: string, status = 'install ok installed') =>
  `Package: ${name}\nStatus: ${status}\nMaintainer: Nobody\nVersion: ${version}\nDescription: x\n Package: not-this\n`;

test('reads packages, C library and newest compiler from dpkg’s database', (t) => {
  const status = [
    paragraph('libc6', '2.36-9+deb12u13'),
    paragraph('gcc', '4:12.2.0-3'),
    paragraph('gcc-9', '9.5.0-3'),
    paragraph('gcc-12', '12.2.0-14+deb12u1'),
    paragraph('gcc-12-base', '12.2.0-14+deb12u1'),
    paragraph('bison', '1', 'deinstall ok config-files'),
  ].join('\n');
  t.deepEqual(readFacts(status), {
    glibc: '2.36',
    compiler: 'gcc-12 12.2.0-14+deb12u1',
    packages: {
      libc6: '2.36-9+deb12u13',
      gcc: '4:12.2.0-3',
      'gcc-9': '9.5.0-3',
      'gcc-12': '12.2.0-14+deb12u1',
      'gcc-12-base': '12.2.0-14+deb12u1',
    },
  });
});

test('a root without compiler has none, an old one has its dotted one', (t) => {
  t.is(readFacts(paragraph('gcc-12-base', '12')).compiler, null);
  const old = [paragraph('gcc', '4:4.8.2'), paragraph('gcc-4.8', '4.8.4-2ubuntu1')].join('\n');
  t.is(readFacts(old).compiler, 'gcc-4.8 4.8.4-2ubuntu1');
  t.deepEqual(readFacts(''), { glibc: undefined, compiler: null, packages: {} });
});
