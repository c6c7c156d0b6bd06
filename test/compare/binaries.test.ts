import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';

import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';

import { inHost } from '../../src/path.js';
import { compareTrees, scratch } from './artifacts.js';

/** A library made by this machine's compiler, without anything that depends on where. */
async function library(t: ExecutionContext, source: string, ...flags: string[]): Promise<Buffer> {
  const folder = await scratch(t);
  await writeFile(inHost(folder, 'x.c'), source);
  const options = ['-shared', '-fPIC', '-nostdlib', '-O1', '-Wl,--build-id=none', '-o', 'x.so'];
  await execa('gcc', [...options, ...flags, 'x.c'], { cwd: folder });
  return readFile(inHost(folder, 'x.so'));
}

/** An object, for archives. */
async function object(t: ExecutionContext, source: string): Promise<Buffer> {
  const folder = await scratch(t);
  await writeFile(inHost(folder, 'x.c'), source);
  await execa('gcc', ['-c', '-O1', 'x.c'], { cwd: folder });
  return readFile(inHost(folder, 'x.o'));
}

/** An archive of the given files, all of them with this time. */
async function archive(
  t: ExecutionContext,
  flags: string,
  files: Record<string, string | Buffer>,
  time = 0,
): Promise<Buffer> {
  const folder = await scratch(t);
  const members = inHost(folder, 'members');
  await mkdir(members);
  for (const [name, content] of Object.entries(files)) {
    await writeFile(inHost(members, name), content, { mode: 0o644 });
    await utimes(inHost(members, name), time, time);
  }
  await execa('ar', [flags, '../x.a', ...Object.keys(files)], { cwd: members });
  return readFile(inHost(folder, 'x.a'));
}

/** What is said about the one file that differs. */
function about(text: string): string {
  return text.split('\n').slice(2).join('\n');
}

test('a time in the strings of a library is found', async (t) => {
  const source = (time: string) => `const char *built(void) { return "built ${time}"; }`;
  const { comparison, text } = await compareTrees(
    t,
    { 'lib/x.so': await library(t, source('Jan  2 2026 09:00:01')) },
    { 'lib/x.so': await library(t, source('Nov 21 2026 10:12:13')) },
  );
  t.is(
    about(text),
    `lib/x.so, an ELF file:
  .rodata: 11 of 27 bytes differ, the first at 6 (0x6)
  - 4a 61 6e 20 20 32 20 32 30 32 36 20 30 39 3a 30  |built Jan  2 2026 09:00:01|
  + 4e 6f 76 20 32 31 20 32 30 32 36 20 31 30 3a 31  |built Nov 21 2026 10:12:13|
    likely a time stamp: something wrote down when it ran`,
  );
  t.deepEqual(JSON.parse(JSON.stringify(comparison)), comparison);
});

test('a path in the strings of a library is found', async (t) => {
  const source = 'const char *prefix(void) { return PREFIX; }';
  const { text } = await compareTrees(
    t,
    { 'x.so': await library(t, source, '-DPREFIX="/tmp/build.1/lib"') },
    { 'x.so': await library(t, source, '-DPREFIX="/tmp/build.2/lib"') },
  );
  t.true(text.includes('|/tmp/build.1/lib|\n'), text);
  t.true(
    text.endsWith('\n    likely a path: something wrote down where it, or what it used, was'),
    text,
  );
});

test('another build id is told as such', async (t) => {
  const source = 'int f(void) { return 1; }';
  const id = (digits: string) => `-Wl,--build-id=0x${digits}`;
  const { text } = await compareTrees(
    t,
    { 'x.so': await library(t, source, id('0011223344556677')) },
    { 'x.so': await library(t, source, id('0011223344556688')) },
  );
  t.is(
    about(text),
    `x.so, an ELF file:
  .note.gnu.build-id: 1 of 24 bytes differs, the first at 23 (0x17)
  - 77
  + 88
    likely the build id: some input of the linker differed`,
  );
});

test('another compiler is told as such', async (t) => {
  const source = (version: string) => `__asm__(".ident \\"GCC: (home-made) ${version}\\"");`;
  const { text } = await compareTrees(
    t,
    { 'x.so': await library(t, source('1.2'), '-fno-ident') },
    { 'x.so': await library(t, source('1.3'), '-fno-ident') },
  );
  t.true(text.includes('  .comment: 1 of '), text);
  t.true(text.endsWith('likely another compiler, or another version of it'), text);
});

test('sections that only one has, and what is asked of the loader, are told', async (t) => {
  const source = 'int f(void) { return 1; }';
  const { text } = await compareTrees(
    t,
    { 'x.so': await library(t, source, '-Wl,-soname,liba.so.1', '-Wl,-rpath,/a') },
    { 'x.so': await library(t, source, '-Wl,-soname,libb.so.1', '-Wl,-rpath,/b', '-g') },
  );
  t.regex(text, /^ {2}\+ only here: \.debug_info \(\d+ bytes\)$/m);
  t.true(text.includes('  what it says of itself: soname liba.so.1 → libb.so.1\n'), text);
  t.true(text.includes('  what it says of itself: runpath /a → /b\n'), text);
});

test('headers that differ are told where no section does', async (t) => {
  const source = 'int f(void) { return 1; }';
  const before = await library(t, source, '-Wl,-z,noexecstack');
  const after = await library(t, source, '-Wl,-z,execstack');
  const { text } = await compareTrees(t, { 'x.so': before }, { 'x.so': after });
  t.regex(text, /^ {2}its headers: 1 of \d+ bytes differs, /m);
  t.true(text.includes('what it says of itself: stack plain → executable'), text);
});

test('a library without section headers is compared as a whole', async (t) => {
  const source = (number: number) => `int f(void) { return ${number}; }`;
  const bare = async (number: number) => {
    const file = await library(t, source(number));
    file.fill(0, 40, 48); // e_shoff
    file.fill(0, 58, 64); // e_shentsize, e_shnum, e_shstrndx
    return file;
  };
  const { text } = await compareTrees(t, { 'x.so': await bare(1) }, { 'x.so': await bare(2) });
  t.regex(text, /^x\.so, an ELF file:\n {2}the whole file: 1 of [\d,]+ bytes differs, /m);
});

test('archives with times of their own say so', async (t) => {
  const members = { 'one.o': 'one', 'a very long name of a member.o': 'two' };
  const { text } = await compareTrees(
    t,
    { 'lib/x.a': await archive(t, 'rcU', members, 0) },
    { 'lib/x.a': await archive(t, 'rcU', members, 61) },
  );
  t.is(
    about(text),
    `lib/x.a, an ar archive:
  time of 2:
    one.o: 1970-01-01T00:00:00.000Z → 1970-01-01T00:01:01.000Z
    a very long name of a member.o: 1970-01-01T00:00:00.000Z → 1970-01-01T00:01:01.000Z
    likely a time stamp: something wrote down when it ran`,
  );
});

test('members of archives are told apart by name, order and bytes', async (t) => {
  const { text } = await compareTrees(
    t,
    { 'x.a': await archive(t, 'rcD', { 'a.o': 'same', 'b.o': 'at 09:00:01', 'old.o': 'x' }) },
    { 'x.a': await archive(t, 'rcD', { 'b.o': 'at 10:12:13', 'a.o': 'same', 'new.o': 'yy' }) },
  );
  t.is(
    about(text),
    `x.a, an ar archive:
  - only here: old.o (1 byte)
  + only here: new.o (2 bytes)
  another order: no. 1 is
  - a.o
  + b.o
  b.o: 6 of 11 bytes differ, the first at 3 (0x3)
  - 30 39 3a 30 30 3a 30 31  |at 09:00:01|
  + 31 30 3a 31 32 3a 31 33  |at 10:12:13|
    likely a time stamp: something wrote down when it ran`,
  );
});

test('the symbol table of an archive is told as such', async (t) => {
  const [before, after] = [await object(t, 'int f;'), await object(t, 'int g;')];
  const { text } = await compareTrees(
    t,
    { 'x.a': await archive(t, 'rcD', { 'x.o': before }) },
    { 'x.a': await archive(t, 'rcD', { 'x.o': after }) },
  );
  t.regex(text, /^ {2}the symbol table: 1 of \d+ bytes differs, /m);
  t.regex(text, /^ {2}x\.o: 1 of [\d,]+ bytes differs, /m);
});

test('an archive of which a member was cut off is compared as bytes', async (t) => {
  const whole = await archive(t, 'rcD', { 'x.o': 'twelve bytes' });
  const { text } = await compareTrees(
    t,
    { 'x.a': whole },
    { 'x.a': whole.subarray(0, whole.length - 5) },
  );
  t.is(
    about(text),
    `x.a, bytes:
  as an ar archive it can't be read: its member at byte 8 is cut off
  the file: 80 bytes and 75 bytes, the first 75 are the same
  - 62 79 74 65 73
  + nothing more`,
  );
});

test('one call of readelf looks into all ELF files of a tree', async (t) => {
  const before = await library(t, 'int f(void) { return 1; }');
  const after = await library(t, 'int f(void) { return 2; }');
  const calls: string[][] = [];
  const runIn = (tree: string) => async (argv: readonly [string, ...string[]]) => {
    calls.push([...argv]);
    const [program, ...args] = argv;
    const options = { cwd: tree, env: { LC_ALL: 'C' }, stripFinalNewline: false };
    return (await execa(program, args, options)).stdout;
  };
  const { text } = await compareTrees(
    t,
    { 'a.so': before, 'b.so': before },
    { 'a.so': after, 'b.so': after },
    { runIn },
  );
  t.is(calls.length, 2);
  t.regex(
    text,
    /a\.so, an ELF file:\n {2}\.text: 1 of \d+ bytes differs, .*b\.so, an ELF file:\n/s,
  );
});
