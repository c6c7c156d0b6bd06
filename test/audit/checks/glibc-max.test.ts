import { writeFile } from 'node:fs/promises';

import test, { type ExecutionContext } from 'ava';

import { inHost } from '../../../src/path.js';
import type { Catalogue } from '../../../src/stack/index.js';
import { compile, library, NOTHING } from '../compile.js';
import { auditOf, scratch, smallStack } from '../subject.js';

/** A library with versions of symbols as new as they get, and one that needs them. */
async function pair(t: ExecutionContext) {
  const folder = await scratch(t);
  const versions = inHost(folder, 'versions');
  await writeFile(
    versions,
    'DEP_1.9 { global: old; };\nDEP_1.10 { global: a; b; };\nDEP_2.0 { global: w; x; y; z; };\nDEP_EXTRA { global: extra; };\n',
  );
  const functions = ['old', 'a', 'b', 'w', 'x', 'y', 'z', 'extra'];
  const dep = await library(
    t,
    functions.map((name) => `int ${name}(void) { return 1; }`).join('\n'),
    `-Wl,--version-script=${versions}`,
    '-Wl,-soname,libdep.so.1',
  );
  await writeFile(inHost(folder, 'libdep.so'), dep);
  const calls = functions.map((name) => `int ${name}(void);`).join(' ');
  const user = await library(
    t,
    `${calls} int use(void) { return ${functions.join('() + ')}(); }`,
    `-L${folder}`,
    '-ldep',
  );
  return { dep, user };
}

const withDep = (versions: string[]): Catalogue => ({
  ...smallStack,
  libraries: [
    ...smallStack.libraries,
    { name: 'libdep.so.1', path: '/usr/lib/libdep.so.1', versions },
  ],
});

test('versions that the stack lacks are told with symbols and with the newest that it has', async (t) => {
  const { user } = await pair(t);
  const files = { 'lib/libuser.so': user };
  const stack = withDep(['DEP_1.1', 'DEP_1.9', 'OTHER_3.0']);
  const audited = await auditOf(t, files, { stack });
  t.deepEqual(audited.of('glibc-max'), [
    'lib/libuser.so: needs DEP_1.10 of libdep.so.1 (a, b); the stack debian12 has it up to DEP_1.9',
    'lib/libuser.so: needs DEP_2.0 of libdep.so.1 (w, x, y and 1 more); the stack debian12 has it up to DEP_1.9',
    "lib/libuser.so: needs DEP_EXTRA of libdep.so.1 (extra); the stack debian12 doesn't have it",
  ]);
  t.is(audited.findings.find(({ check }) => check === 'glibc-max')?.severity, 'error');

  const gap = withDep(['DEP_1.9', 'DEP_2.0', 'DEP_EXTRA']);
  t.deepEqual((await auditOf(t, files, { stack: gap })).of('glibc-max'), [
    'lib/libuser.so: needs DEP_1.10 of libdep.so.1 (a, b); the stack debian12 has it up to DEP_2.0, but not in this version',
  ]);
});

test('a library that the artifact brings, and one without versions, may be what they are', async (t) => {
  const { dep, user } = await pair(t);
  const stack = withDep(['DEP_1.9']);
  const files = { 'lib/libuser.so': user, 'lib/libdep.so.1': dep };
  t.deepEqual((await auditOf(t, files, { stack })).of('glibc-max'), []);
  const plain = { 'lib/libuser.so': user };
  t.deepEqual((await auditOf(t, plain, { stack: withDep([]) })).of('glibc-max'), []);
});

test('a program of this machine needs a newer C library than the oldest', async (t) => {
  const program = await compile(t, NOTHING);
  t.deepEqual((await auditOf(t, { program })).of('glibc-max'), []);
  const stack: Catalogue = {
    ...smallStack,
    libraries: [{ name: 'libc.so.6', path: '/lib/libc.so.6', versions: ['GLIBC_2.0'] }],
  };
  const found = (await auditOf(t, { program }, { stack })).of('glibc-max');
  t.true(found.length > 0);
  for (const finding of found) {
    t.regex(
      finding,
      /^program: needs GLIBC_2\.\d+(\.\d+)? of libc\.so\.6 \(\w+.*\); the stack debian12 has it up to GLIBC_2\.0$/,
    );
  }
});

test('what nobody can tell is told', async (t) => {
  const program = await compile(t, NOTHING);
  // The header's place, number and names of sections.
  program.fill(0, 40, 48).fill(0, 60, 64);
  t.deepEqual((await auditOf(t, { program })).of('glibc-max'), [
    'program: has no section headers, so nobody can tell which versions of symbols it needs',
  ]);
});
