import test from 'ava';
import { auditAt, auditOf, plant, scratch, type Planted } from '../subject.js';

const CHECK = 'libtool-prefix';
const prefix = '/app/.heroku/vendor';

/** A description as libtool writes it, with the lines that matter. */
function description(values: Record<string, string>): string {
  const lines = Object.entries({
    dlname: 'libgreet.so.1',
    library_names: 'libgreet.so.1.0.0 libgreet.so.1 libgreet.so',
    old_library: '',
    inherited_linker_flags: '',
    dependency_libs: '',
    libdir: `${prefix}/lib`,
    ...values,
  }).map(([name, value]) => `${name}='${value}'`);
  return `# libgreet.la - a libtool library file\n#\n${lines.join('\n')}\n`;
}

const libraries: Record<string, Planted> = {
  'lib/libgreet.so.1.0.0': '',
  'lib/libgreet.so.1': { link: 'libgreet.so.1.0.0' },
  'lib/libgreet.so': { link: 'libgreet.so.1.0.0' },
};

test('a description is right when it leads to its own directory and to what is there', async (t) => {
  const audit = await auditOf(t, {
    ...libraries,
    'lib/libgreet.la': description({
      libdir: `${prefix}/lib/../lib`,
      dependency_libs: ` -L${prefix}/lib ${prefix}/lib/libhello.la -L/usr/lib/x86_64-linux-gnu -lsasl2 `,
      inherited_linker_flags: ' -pthread',
    }),
    'lib/libhello.la': description({ dlname: '', library_names: '', old_library: 'libhello.a' }),
    'lib/libhello.a': '',
  });
  t.deepEqual(audit.of(CHECK), []);
});

test('a directory that is a link counts as the one that it leads to', async (t) => {
  const audit = await auditOf(t, {
    ...libraries,
    lib64: { link: 'lib' },
    'lib/libgreet.la': description({ libdir: `${prefix}/lib64` }),
  });
  t.deepEqual(audit.of(CHECK), []);
});

test('a libdir that is another directory, empty or missing is an error', async (t) => {
  const audit = await auditOf(t, {
    ...libraries,
    'lib/a.la': description({ libdir: '/usr/local/lib' }),
    'lib/b.la': description({ libdir: `${prefix}/lib64` }),
    'lib/c.la': description({ libdir: '' }),
    'lib/d.la': 'hello\n',
  });
  t.deepEqual(audit.of(CHECK), [
    `lib/a.la: has libdir='/usr/local/lib', but it lies in ${prefix}/lib`,
    `lib/b.la: has libdir='${prefix}/lib64', but it lies in ${prefix}/lib`,
    'lib/c.la: describes a library that was never installed: its libdir is empty',
    'lib/d.la: is no libtool description: it has no libdir',
  ]);
});

test('a dependency that is missing or elsewhere is an error', async (t) => {
  const audit = await auditOf(t, {
    ...libraries,
    'lib/libgreet.la': description({
      dependency_libs: ` -L/tmp/x/lib -R${prefix}/lib64 ${prefix}/lib/libhello.la`,
      inherited_linker_flags: '-Wl,-rpath,/opt/x',
    }),
  });
  const named = (path: string, variable: string) =>
    `lib/libgreet.la: names ${path} in ${variable}, which`;
  t.deepEqual(audit.of(CHECK), [
    `${named(`${prefix}/lib/libhello.la`, 'dependency_libs')} the tree doesn't have`,
    `${named(`${prefix}/lib64`, 'dependency_libs')} the tree doesn't have`,
    `${named('/opt/x', 'inherited_linker_flags')} is neither in the tree nor a standard directory`,
    `${named('/tmp/x/lib', 'dependency_libs')} is neither in the tree nor a standard directory`,
  ]);
});

test('a dependency in a directory of the system is an error when the stack lacks it', async (t) => {
  const root = await scratch(t);
  const [there, gone] = ['/usr/lib/none/libthere.la', '/usr/lib/none/libgone.la'];
  await plant(root, {
    ...libraries,
    'lib/libgreet.la': description({
      dependency_libs: ` -L/usr/lib/none ${there} ${gone} /lib/none/libgone.so.1 -lm`,
    }),
  });
  const asked: string[][] = [];
  const audit = await auditAt(root, {
    run: (argv) => {
      asked.push(argv.slice(3));
      return Promise.resolve(argv.filter((word) => word.includes('gone')).join('\0'));
    },
  });
  t.deepEqual(asked, [['missing', there, gone, '/lib/none/libgone.so.1']]);
  t.deepEqual(audit.of(CHECK), [
    "lib/libgreet.la: names /lib/none/libgone.so.1 in dependency_libs, which the stack debian12 doesn't have",
    `lib/libgreet.la: names ${gone} in dependency_libs, which the stack debian12 doesn't have`,
  ]);
  // And as it is really asked.
  const really = await auditAt(root);
  t.is(really.of(CHECK).length, 3);
});

test('a library that is not beside its description is an error, told once', async (t) => {
  const audit = await auditOf(t, {
    'lib/libgreet.la': description({
      library_names: 'libgreet.so.1 libgreet.so',
      old_library: 'libgreet.a',
    }),
    'lib/libgreet.so': { link: 'libgreet.so.1' },
  });
  t.deepEqual(audit.of(CHECK), [
    'lib/libgreet.la: names libgreet.a, which is not beside it',
    'lib/libgreet.la: names libgreet.so, which is not beside it',
    'lib/libgreet.la: names libgreet.so.1, which is not beside it',
  ]);
});

test('what is too large to be a description is not read', async (t) => {
  const audit = await auditOf(t, { 'lib/x.la': ' '.repeat(1024 * 1024 + 1) });
  t.deepEqual(audit.of(CHECK), ['lib/x.la: is over 1 MB large, so nobody has read it']);
});

test('what a hostile description says does nothing to a terminal', async (t) => {
  const audit = await auditOf(t, {
    'x.la': description({ dlname: '', library_names: '', libdir: '/\u001b[2Jx' }),
  });
  t.deepEqual(audit.of(CHECK), [
    String.raw`x.la: has libdir='/\u{1b}[2Jx', but it lies in ${prefix}`,
  ]);
});
