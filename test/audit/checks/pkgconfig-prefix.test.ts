import test, { type ExecutionContext } from 'ava';
import type { RunTool } from '../../../src/elf/index.js';
import { auditAt, plant, scratch, toolsIn, type Audited, type Planted } from '../subject.js';

const CHECK = 'pkgconfig-prefix';

/** Audits a tree whose prefix is where it lies, since nothing is mounted here. */
async function audited(
  t: ExecutionContext,
  files: (prefix: string) => Record<string, Planted>,
  wrap: (run: RunTool) => RunTool = (run) => run,
): Promise<Audited & { prefix: string }> {
  const root = await scratch(t);
  await plant(root, files(root));
  const report = await auditAt(root, { prefix: root, run: wrap(toolsIn(root)) });
  return { ...report, prefix: root };
}

/** A file as libffi has it, for a library called like the package. */
function pc(prefix: string, { name = 'greet', more = '', libs = '', cflags = '' } = {}): string {
  return [
    `prefix=${prefix}`,
    'exec_prefix=${prefix}',
    'libdir=${exec_prefix}/lib',
    'toolexeclibdir=${libdir}/../lib',
    'includedir=${prefix}/include',
    `Name: ${name}`,
    `Description: ${name}`,
    'Version: 1.0',
    `Libs: -L\${toolexeclibdir} -l${name} ${libs}`,
    `Cflags: -I\${includedir} ${cflags}`,
    more,
    '',
  ].join('\n');
}

const library: Record<string, Planted> = {
  'include/greet.h': '',
  'lib/libgreet.so': { link: 'libgreet.so.1' },
  'lib/libgreet.so.1': '',
};

test('flags that lead to the tree, the stack and the compiler are right', async (t) => {
  const audit = await audited(t, (prefix) => ({
    ...library,
    'lib/libhello.a': '',
    'lib/pkgconfig/greet.pc': pc(prefix, {
      more: 'Requires: hello',
      libs: `-lz -lm -lstdc++ -pthread -L/usr/lib/x86_64-linux-gnu ${prefix}/lib/libhello.a`,
      cflags: '-DGREET=1 -I/usr/include/sasl',
    }),
    'share/pkgconfig/hello.pc': pc(prefix, { name: 'hello', more: 'plugins=/usr/lib/hello' }),
    'lib/pkgconfig/relative.pc': pc('${pcfiledir}/../..', { name: 'greet' }),
  }));
  t.deepEqual(audit.of(CHECK), []);
});

test('variables that lead out of the prefix are errors, and flags that only repeat them are not told', async (t) => {
  const audit = await audited(t, (root) => ({
    ...library,
    'lib/pkgconfig/a.pc': pc('/usr/local'),
    'lib/pkgconfig/b.pc': pc(root, { more: 'plugindir=/opt/greet\nincludedir = /usr/include' }),
    'lib/pkgconfig/c.pc': pc(`${root}-of-x`),
  }));
  t.deepEqual(audit.of(CHECK), [
    `lib/pkgconfig/a.pc: has prefix=/usr/local, which is not below the prefix ${audit.prefix}`,
    `lib/pkgconfig/b.pc: has includedir=/usr/include, which is not below the prefix ${audit.prefix}`,
    `lib/pkgconfig/b.pc: has plugindir=/opt/greet, which is neither below the prefix ${audit.prefix} nor a path of the system`,
    `lib/pkgconfig/c.pc: has prefix=${audit.prefix}-of-x, which is not below the prefix ${audit.prefix}`,
  ]);
});

test('directories and files that are not there are errors', async (t) => {
  const audit = await audited(t, (root) => ({
    ...library,
    'lib/pkgconfig/a.pc': pc(root, { cflags: `-I${root}/include/no`, libs: '-L/tmp' }),
    'lib/pkgconfig/b.pc': pc(root, { libs: `-L${root}/include/greet.h ${root}/lib/libno.so` }),
    'lib/pkgconfig/c.pc': pc(root, { cflags: '-I${nosuchdir}' }),
  }));
  t.deepEqual(audit.of(CHECK), [
    `lib/pkgconfig/a.pc: gives -I${audit.prefix}/include/no, which the tree doesn't have`,
    'lib/pkgconfig/a.pc: gives -L/tmp, which is neither in the tree nor a directory that compilers search',
    `lib/pkgconfig/b.pc: gives -L${audit.prefix}/include/greet.h, which the tree doesn't have`,
    `lib/pkgconfig/b.pc: gives ${audit.prefix}/lib/libno.so, which the tree doesn't have`,
    'lib/pkgconfig/c.pc: gives -I without a directory',
  ]);
});

test('all faults of a file are told at once, whatever their kind', async (t) => {
  const audit = await audited(t, (root) => ({
    ...library,
    'lib/pkgconfig/a.pc': pc(root, {
      more: 'plugindir=/opt/greet\nRequires: no-one\nRequires.private: \\\n no-two, no-three',
      cflags: `-I${root}/include/no -I/opt/greet/include`,
      libs: '-lno',
    }),
    'lib/pkgconfig/b.pc':
      'Name: b\nDescription: b\nVersion: 1\nLibs: -Wl,-rpath,$/../lib -lgreet\n',
    'lib/pkgconfig/c.pc': pc(root, { libs: '-L/tmp -lno' }),
    'lib/pkgconfig/d.pc': pc('${pcfiledir}/../no', { more: 'Requires: greet >= 9' }),
    'lib/pkgconfig/greet.pc': pc(root),
  }));
  const refused = (name: string, by = 'a') =>
    `is refused by pkg-config: Package '${name}', required by '${by}', not found`;
  t.deepEqual(audit.of(CHECK), [
    `lib/pkgconfig/a.pc: gives -I${audit.prefix}/include/no, which the tree doesn't have`,
    'lib/pkgconfig/a.pc: gives -lno, a library that is neither in the directories of its -L nor in the stack debian12',
    `lib/pkgconfig/a.pc: has plugindir=/opt/greet, which is neither below the prefix ${audit.prefix} nor a path of the system`,
    `lib/pkgconfig/a.pc: ${refused('no-one')}`,
    `lib/pkgconfig/a.pc: ${refused('no-three')}`,
    `lib/pkgconfig/a.pc: ${refused('no-two')}`,
    'lib/pkgconfig/b.pc: gives -Wl,-rpath,$/../lib, which is no absolute path',
    'lib/pkgconfig/b.pc: gives -lgreet, a library that is neither in its -L (there is none) nor in the stack debian12',
    'lib/pkgconfig/c.pc: gives -L/tmp, which is neither in the tree nor a directory that compilers search',
    'lib/pkgconfig/c.pc: gives -lno, a library that is neither in the tree nor in the stack debian12',
    `lib/pkgconfig/d.pc: gives -I${audit.prefix}/lib/pkgconfig/../no/include, which the tree doesn't have`,
    `lib/pkgconfig/d.pc: gives -L${audit.prefix}/lib/pkgconfig/../no/lib/../lib, which the tree doesn't have`,
    "lib/pkgconfig/d.pc: is refused by pkg-config: Package 'greet' has version '1.0', required version is '>= 9'",
  ]);
});

test('a flag may have its directory or its file behind a blank', async (t) => {
  const audit = await audited(t, (root) => ({
    ...library,
    'lib/pkgconfig/a.pc': pc(root, {
      cflags: `-isystem \${includedir} -idirafter /usr/include/x -include ${root}/include/greet.h -imacros x.h`,
      libs: '-L ${libdir} -lgreet',
    }),
    'lib/pkgconfig/b.pc': pc(root, { cflags: `-isystem ${root}/no -iquote /opt/x` }),
    'lib/pkgconfig/c.pc': pc(root, { cflags: `-include ${root}/no.h` }),
    'lib/pkgconfig/d.pc': pc(root, { cflags: '-isystem' }),
  }));
  const given = (file: string, flag: string) => `lib/pkgconfig/${file}.pc: gives ${flag}`;
  t.deepEqual(audit.of(CHECK), [
    `${given('b', `-iquote /opt/x`)}, which is neither in the tree nor a directory that compilers search`,
    `${given('b', `-isystem ${audit.prefix}/no`)}, which the tree doesn't have`,
    `${given('c', `-include ${audit.prefix}/no.h`)}, which the tree doesn't have`,
    `${given('d', '-isystem')} without a directory`,
  ]);
});

test('the make-style reference of libffi 3.1, which pkg-config leaves as it is, is an error', async (t) => {
  const audit = await audited(t, (root) => ({
    ...library,
    'lib/pkgconfig/greet.pc': pc(root).replace('${libdir}/../lib', '$(libdir)/../lib'),
  }));
  t.deepEqual(audit.of(CHECK), [
    'lib/pkgconfig/greet.pc: gives -L$(libdir)/../lib, which is no absolute path',
  ]);
});

test('a library that neither its directories nor the stack has is an error', async (t) => {
  const audit = await audited(t, (root) => ({
    ...library,
    'lib/sub/libaway.so': '',
    'lib/libold.so.1': '',
    'lib/pkgconfig/greet.pc': pc(root, { libs: '-laway -lold -lsasl2' }),
    'lib/pkgconfig/none.pc': 'Name: none\nDescription: none\nVersion: 1\nLibs: -lgreet\n',
  }));
  const missing = (name: string, searched: string) =>
    `gives ${name}, a library that is neither in ${searched} nor in the stack debian12`;
  t.deepEqual(audit.of(CHECK), [
    `lib/pkgconfig/greet.pc: ${missing('-laway', 'the directories of its -L')}`,
    `lib/pkgconfig/greet.pc: ${missing('-lold', 'the directories of its -L')}`,
    `lib/pkgconfig/greet.pc: ${missing('-lsasl2', 'the directories of its -L')}`,
    `lib/pkgconfig/none.pc: ${missing('-lgreet', 'its -L (there is none)')}`,
  ]);
});

test('what pkg-config refuses is an error in its words', async (t) => {
  const audit = await audited(t, (root) => ({
    ...library,
    'lib/pkgconfig/greet.pc': pc(root, { more: 'Requires.private: no-such-package' }),
  }));
  t.deepEqual(audit.of(CHECK), [
    "lib/pkgconfig/greet.pc: is refused by pkg-config: Package 'no-such-package', required by 'greet', not found",
  ]);
});

test('hundreds of files are asked in one go, whatever their names', async (t) => {
  const calls: string[] = [];
  const names = Array.from({ length: 200 }, (_, index) => `a$(id)';${index}`);
  const audit = await audited(
    t,
    (root) => ({
      ...library,
      ...Object.fromEntries(names.map((name) => [`lib/pkgconfig/${name}.pc`, pc(root)])),
      [`lib/pkgconfig/${String(names[77])}.pc`]: pc(root, { libs: '-lno' }),
    }),
    (run) => (argv) => {
      if (argv.includes('sh')) calls.push(argv[0]);
      return run(argv);
    },
  );
  t.deepEqual(audit.of(CHECK), [
    "lib/pkgconfig/a$(id)';77.pc: gives -lno, a library that is neither in the directories of its -L nor in the stack debian12",
  ]);
  t.deepEqual(calls, ['env']);
});

test('a stack without pkg-config is told so', async (t) => {
  const noPkgConfig = (run: RunTool) => (argv: readonly [string, ...string[]]) =>
    argv[0] === 'pkg-config'
      ? Promise.reject(new Error('not found'))
      : run(argv.map((word) => word.replaceAll('pkg-config', 'no-pkg-config')) as [string]);
  await t.throwsAsync(() => audited(t, (root) => ({ 'greet.pc': pc(root) }), noPkgConfig), {
    code: 'MISSING_PROGRAM',
    message: 'The stack has no pkg-config, which is needed to ask .pc files',
  });
});

test('a tree without .pc files asks nothing', async (t) => {
  const audit = await audited(t, () => ({ 'lib/a.pc.in': 'prefix=@prefix@' }));
  t.deepEqual(audit.of(CHECK), []);
});
