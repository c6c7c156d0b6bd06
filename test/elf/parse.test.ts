import test from 'ava';

import { parseDetails } from '../../src/elf/readelf.js';

// What readelf 2.26 to 2.42 print, shortened, of files that no compiler here makes.
const S390X = `ELF Header:
  Magic:   7f 45 4c 46 02 02 01 00 00 00 00 00 00 00 00 00 
  Class:                             ELF64
  Data:                              2's complement, big endian
  Type:                              DYN (Shared object file)
  Machine:                           IBM S/390
  Start of program headers:          64 (bytes into file)
  Start of section headers:          60000 (bytes into file)
  Size of program headers:           56 (bytes)
  Number of program headers:         7
  Size of section headers:           64 (bytes)
  Number of section headers:         0 (70000)

Section Headers:
  [Nr] Name              Type            Address          Off    Size   ES Flg Lk Inf Al
  [ 0]                   NULL            0000000000000000 000000 000000 00      0 70000  0
  [ 1] .gnu.version_r    VERNEED         0000000000001718 001718 0000d0 00   A  7   2  8
  [ 2] a name [ 7] PROGBITS LOOS+0x7       0000000000001800 001800 000010 00 WAX  0   0  1
  [ 3] .zdebug_info      PROGBITS        0000000000000000 002000 001000 00   C  0   0  1
  [69999] .bss              NOBITS          0000000000004000 003000 fff000 00  WA  0   0 16
Key to Flags:
  W (write), A (alloc), X (execute)

Program Headers:
  Type           Offset   VirtAddr           PhysAddr           FileSiz  MemSiz   Flg Align
  LOAD           0x000000 0x0000000000000000 0x0000000000000000 0x0036c0 0x0036c0 R   0x1000
  GNU_STACK      0x000000 0x0000000000000000 0x0000000000000000 0x000000 0x000000 RW  0x10

Dynamic section at offset 0x2e58 contains 3 entries:
  Tag        Type                         Name/Value
 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]
 0x000000000000001e (FLAGS)              SYMBOLIC TEXTREL BIND_NOW
 0x0000000000000000 (NULL)               0x0

Version definition section '.gnu.version_d' contains 3 entries:
  Addr: 0x00000000000018a0  Offset: 0x0018a0  Link: 4 (.dynstr)
  000000: Rev: 1  Flags: BASE   Index: 1  Cnt: 1  Name: libx.so.1
  0x001c: Rev: 1  Flags: none  Index: 2  Cnt: 1  Name: X_1.0
  0x0038: Rev: 1  Flags: WEAK   Index: 3  Cnt: 2  Name: X_2.0
  0x0054: Parent 1: X_1.0

Version needs section '.gnu.version_r' contains 2 entries:
 Addr: 0x0000000000001718  Offset: 0x001718  Link to section: 7 (.dynstr)
  000000: Version: 1  File: libm.so.6  Cnt: 1
  0x0010:   Name: GLIBC_2.2  Flags: none  Version: 4
  0x0020: Version: 1  File: libc.so.6  Cnt: 2
  0x0030:   Name: GLIBC_2.28  Flags: none  Version: 12
  0x0040:   Name: GLIBC_2.99  Flags: WEAK   Version: 11
`;

const ELF32 = `ELF Header:
  Class:                             ELF32
  Data:                              2's complement, little endian
  Type:                              EXEC (Executable file)
  Machine:                           Intel 80386
  Start of program headers:          52 (bytes into file)
  Start of section headers:          0 (bytes into file)
  Size of program headers:           32 (bytes)
  Number of program headers:         4
  Size of section headers:           0 (bytes)
  Number of section headers:         0

There are no sections in this file.

Program Headers:
  Type           Offset   VirtAddr   PhysAddr   FileSiz MemSiz  Flg Align
  INTERP         0x000134 0x08048134 0x08048134 0x00013 0x00013 R   0x1
      [Requesting program interpreter: /lib/ld-linux.so.2]
  LOAD           0x000000 0x08048000 0x08048000 0x005c8 0x005c8 R E 0x1000
  LOAD           0x000f08 0x08049f08 0x08049f08 0x00114 0x00118 RW  0x1000
  GNU_STACK      0x000000 0x00000000 0x00000000 0x00000 0x00000 RWE 0x10
  GNU_RELRO      0x000f08 0x08049f08 0x08049f08 0x000f8 0x000f8 R   0x1

Dynamic section at offset 0xf14 contains 2 entries:
  Tag        Type                         Name/Value
 0x00000001 (NEEDED)                     Shared library: [libc.so.6]
 0x00000016 (TEXTREL)                    0x0

No version information found in this file.
`;

test('a big-endian library with more sections than its header can count is read', (t) => {
  const [file] = parseDetails(S390X, ['./x']);
  t.deepEqual(file, {
    path: './x',
    type: 'shared',
    machine: 'IBM S/390',
    class: 'ELF64',
    endianness: 'big',
    interpreter: undefined,
    stack: 'plain',
    relro: false,
    dynamic: { soname: undefined, needed: ['libc.so.6'], rpath: undefined, runpath: undefined },
    textRelocations: true,
    needs: [
      { library: 'libm.so.6', versions: ['GLIBC_2.2'] },
      { library: 'libc.so.6', versions: ['GLIBC_2.28'] },
    ],
    defines: ['X_1.0', 'X_2.0'],
    symbols: { debug: true, table: false },
    sections: [
      { name: '.gnu.version_r', offset: 0x1718, size: 0xd0 },
      { name: 'a name [ 7] PROGBITS', offset: 0x1800, size: 0x10 },
      { name: '.zdebug_info', offset: 0x2000, size: 0x1000 },
      { name: '.bss', offset: 0x3000, size: 0 },
    ],
    extent: 60000 + 70000 * 64,
  });
});

test('a 32-bit program without sections is read by its segments', (t) => {
  const [file] = parseDetails(ELF32, ['./x']);
  t.like(file, {
    type: 'executable',
    machine: 'Intel 80386',
    class: 'ELF32',
    endianness: 'little',
    interpreter: '/lib/ld-linux.so.2',
    stack: 'executable',
    relro: true,
    textRelocations: true,
    needs: [],
    defines: [],
    symbols: { debug: false, table: false },
    sections: [],
    extent: 0xf08 + 0x114,
  });
  t.deepEqual(file?.dynamic?.needed, ['libc.so.6']);
});

test('what reads like nothing is an error that names the file', (t) => {
  t.throws(() => parseDetails('', ['./x']), { message: 'readelf printed no ELF header of ./x' });
});
