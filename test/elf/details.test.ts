import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';

import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';

import { examineElf, inspectElf, symbolsNeeding, type RunTool } from '../../src/elf/index.js';

async function folder(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(nodePath.join(tmpdir(), 'elf-'));
  t.teardown(() => rm(path, { recursive: true }));
  return path;
}

function toolsIn(cwd: string, calls: string[][] = []): RunTool {
  return async ([program, ...args]) => {
    calls.push([program, ...args]);
    return (await execa(program, args, { cwd, env: { LC_ALL: 'C' } })).stdout;
  };
}

/** Compiles C, with a script of versions for the linker, into a file of a folder. */
async function compile(cwd: string, file: string, source: string, ...flags: string[]) {
  const target = `./${file}`;
  await mkdir(nodePath.join(cwd, nodePath.dirname(file)), { recursive: true });
  await execa('gcc', ['-x', 'c', '-', '-x', 'none', ...flags, '-o', target], {
    cwd,
    input: source,
  });
}

test('everything that an audit asks about is read from one call of readelf', async (t) => {
  const cwd = await folder(t);
  const bare = ['-shared', '-fPIC', '-nostdlib'];
  await writeFile(
    nodePath.join(cwd, 'map'),
    'DEP_1 { global: a; };\nDEP_2 { global: b; } DEP_1;\n',
  );
  await compile(
    cwd,
    'libdep.so',
    'int a(void) { return 1; } int b(void) { return 1; }',
    ...bare,
    '-Wl,--version-script=map,-soname,libdep.so.1',
  );
  await compile(
    cwd,
    'user.so',
    'int a(void); int b(void); int use(void) { return a() + b(); }',
    ...bare,
    '-g',
    '-Wl,-z,execstack,-z,norelro',
    '-L.',
    '-ldep',
  );
  const calls: string[][] = [];
  const run = toolsIn(cwd, calls);

  const { files, refused } = await examineElf(['libdep.so', 'user.so'], run);

  t.deepEqual(refused, []);
  t.deepEqual(calls, [['readelf', '-W', '-h', '-S', '-l', '-d', '-V', './libdep.so', './user.so']]);
  const [dep, user] = files;
  t.like(dep, {
    path: 'libdep.so',
    type: 'shared',
    class: 'ELF64',
    interpreter: undefined,
    needs: [],
    defines: ['DEP_1', 'DEP_2'],
    stack: 'plain',
    relro: true,
    textRelocations: false,
    symbols: { debug: false, table: true },
  });
  t.like(user, {
    path: 'user.so',
    stack: 'executable',
    relro: false,
    symbols: { debug: true, table: true },
  });
  t.deepEqual(
    user?.needs.map(({ library, versions }) => [library, versions.toSorted()]),
    [['libdep.so.1', ['DEP_1', 'DEP_2']]],
  );
  const names = user?.sections.map(({ name }) => name) ?? [];
  t.is(names.at(-1), '.shstrtab');
  t.true(names.includes('.dynamic'));

  const symbols = await symbolsNeeding('user.so', ['DEP_2', 'DEP_3'], run);
  t.deepEqual(
    [...symbols],
    [
      ['DEP_2', ['b']],
      ['DEP_3', []],
    ],
  );
});

test('sections are told with their place; one that takes none in the file has no size', async (t) => {
  const cwd = await folder(t);
  await compile(cwd, 'program', 'char zeros[100000]; int main(void) { return zeros[1]; }');
  const [program] = (await examineElf(['program'], toolsIn(cwd))).files;
  const section = (name: string) => program?.sections.find((one) => one.name === name);
  t.is(section('.bss')?.size, 0);
  const { stdout } = await execa('readelf', ['-x', '.interp', 'program'], { cwd });
  t.regex(stdout, /\/ld/);
  t.is(section('.interp')?.size, (program?.interpreter?.length ?? 0) + 1);
  t.regex(program?.interpreter ?? '', /^\/lib.*\/ld/);
});

test('names as odd as can be mix nothing up', async (t) => {
  const cwd = await folder(t);
  const names = ['-h', '@file', 'a b', 'c\n\nFile: ./d', 'd', 'é', '$(x)'];
  for (const [index, name] of names.entries()) {
    await compile(cwd, name, 'int x;', ...(index % 2 === 0 ? ['-c'] : ['-shared', '-nostdlib']));
  }
  const { files, refused } = await examineElf(names, toolsIn(cwd));
  t.deepEqual(refused, []);
  t.deepEqual(
    files.map(({ path, type }) => [path, type]),
    names.map((name, index) => [name, index % 2 === 0 ? 'relocatable' : 'shared']),
  );
});

test('a library whose own name reads like that of another file cannot speak for it', async (t) => {
  const cwd = await folder(t);
  const soname = 'x]\n\nFile: ./b.so\nELF Header:\n  Type: REL\n  Machine: none';
  await compile(
    cwd,
    'a.so',
    'int x;',
    '-shared',
    '-nostdlib',
    '-Xlinker',
    '-soname',
    '-Xlinker',
    soname,
  );
  await compile(cwd, 'b.so', 'int x;', '-shared', '-nostdlib');
  for (const look of [examineElf, inspectElf]) {
    const { files, refused } = await look(['a.so', 'b.so'], toolsIn(cwd));
    t.deepEqual(refused, []);
    t.deepEqual(
      files.map(({ path, type }) => [path, type]),
      [
        ['a.so', 'shared'],
        ['b.so', 'shared'],
      ],
    );
    t.not(files[1]?.machine, 'none');
  }
});

test('a file that is cut off says that it should be longer, one that is no ELF file is refused', async (t) => {
  const cwd = await folder(t);
  await compile(cwd, 'whole', 'int main(void) { return 0; }');
  const size = Number((await execa('stat', ['-c', '%s', 'whole'], { cwd })).stdout);
  await execa('sh', ['-c', 'head -c 5000 whole >half; head -c 30 whole >head; strip whole'], {
    cwd,
  });
  const stripped = Number((await execa('stat', ['-c', '%s', 'whole'], { cwd })).stdout);

  const { files, refused } = await examineElf(['half', 'head', 'whole'], toolsIn(cwd));

  t.deepEqual(
    files.map(({ path, extent }) => [path, extent]),
    [
      ['half', size],
      ['whole', stripped],
    ],
  );
  t.deepEqual(files[0]?.sections, []);
  t.deepEqual(
    refused.map(({ path }) => path),
    ['head'],
  );
});
