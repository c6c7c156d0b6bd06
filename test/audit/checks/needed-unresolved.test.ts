import { writeFile } from 'node:fs/promises';

import test, { type ExecutionContext } from 'ava';

import { inHost } from '../../../src/path.js';
import { compile, library, NOTHING } from '../compile.js';
import { auditOf, machineArch, scratch, smallStack } from '../subject.js';

/** A library, and one that needs it by a name. */
async function pair(t: ExecutionContext, name = 'libdep.so.1') {
  const folder = await scratch(t);
  const dep = await library(t, 'int dep(void) { return 1; }', `-Wl,-soname,${name}`);
  await writeFile(inHost(folder, 'libdep.so'), dep);
  const source = 'int dep(void); int use(void) { return dep(); }';
  return { dep, user: await library(t, source, `-L${folder}`, '-ldep') };
}

test('a library that nobody has is told', async (t) => {
  const { user } = await pair(t);
  const audited = await auditOf(t, { 'lib/libuser.so': user });
  t.deepEqual(audited.of('needed-unresolved'), [
    'lib/libuser.so: needs the library libdep.so.1, which neither the artifact nor the stack debian12 has',
  ]);
  t.is(audited.findings.find(({ check }) => check === 'needed-unresolved')?.severity, 'error');
});

test('a library may be in the artifact, be a link there, or be in the stack', async (t) => {
  const { dep, user } = await pair(t);
  const inTree = { 'lib/libuser.so': user, 'lib64/libdep.so.1': dep };
  t.deepEqual((await auditOf(t, inTree)).of('needed-unresolved'), []);

  const linked = {
    'lib/libuser.so': user,
    'lib/libdep.so.1.2': dep,
    'lib/libdep.so.1': { link: 'libdep.so.1.2' },
  };
  t.deepEqual((await auditOf(t, linked)).of('needed-unresolved'), []);

  const offered = { name: 'libdep.so.1', path: '/usr/lib/libdep.so.1', versions: [] };
  const stack = { ...smallStack, libraries: [...smallStack.libraries, offered] };
  t.deepEqual((await auditOf(t, { user }, { stack })).of('needed-unresolved'), []);
});

test('a dangling link, a text of that name and a library for another CPU are none', async (t) => {
  const { dep, user } = await pair(t);
  const other = Buffer.from(dep);
  // Another machine: the header's e_machine.
  other.writeUInt16LE(machineArch === 's390x' ? 0x3e00 : 22, 18);
  for (const planted of [{ link: 'gone' }, 'INPUT(libdep.a)', other]) {
    const found = await auditOf(t, { 'lib/libuser.so': user, 'lib/libdep.so.1': planted });
    t.is(found.of('needed-unresolved').length, 1);
  }
});

test('a library that is asked for by its path must be at it', async (t) => {
  const { dep, user } = await pair(t, '/app/.heroku/vendor/lib/libdep.so.1');
  const found = await auditOf(t, { 'lib/libuser.so': user, 'libdep.so.1': dep });
  t.deepEqual(found.of('needed-unresolved'), [
    'lib/libuser.so: needs the library /app/.heroku/vendor/lib/libdep.so.1, which neither the artifact nor the stack debian12 has',
  ]);
  const there = await auditOf(t, { 'lib/libuser.so': user, 'lib/libdep.so.1': dep });
  t.deepEqual(there.of('needed-unresolved'), []);

  const relative = await pair(t, './libdep.so.1');
  const beside = await auditOf(t, { 'libuser.so': relative.user, 'libdep.so.1': relative.dep });
  t.is(beside.of('needed-unresolved').length, 1);

  const origin = await pair(t, '$ORIGIN/../libdep.so.1');
  const above = await auditOf(t, { 'lib/libuser.so': origin.user, 'libdep.so.1': origin.dep });
  t.deepEqual(above.of('needed-unresolved'), []);
});

test('the loader that a program asks for must be there, by its path', async (t) => {
  const program = await compile(t, NOTHING);
  t.deepEqual((await auditOf(t, { program })).of('needed-unresolved'), []);

  const strange = await compile(t, NOTHING, '-Wl,--dynamic-linker=/binary/ld.so.1');
  t.deepEqual((await auditOf(t, { program: strange })).of('needed-unresolved'), [
    'program: needs the loader /binary/ld.so.1, which neither the artifact nor the stack debian12 has',
  ]);
  const own = { program: strange, 'ld.so.1': await library(t, 'int f;') };
  t.deepEqual((await auditOf(t, own, { prefix: '/binary' })).of('needed-unresolved'), []);
});

test('of a library that the build had from a package, the package is named', async (t) => {
  const { user } = await pair(t);
  const asked: string[][] = [];
  const packagesOf = (names: readonly string[]) => {
    asked.push([...names]);
    return Promise.resolve(new Map([['libdep.so.1', 'libdep1']]));
  };
  const audited = await auditOf(t, { 'lib/a.so': user, 'lib/b.so': user }, { packagesOf });
  t.deepEqual(
    audited.of('needed-unresolved'),
    ['a', 'b'].map(
      (name) =>
        `lib/${name}.so: needs the library libdep.so.1, which neither the artifact nor the stack debian12 has; ` +
        'the build had it from the package libdep1',
    ),
  );
  t.deepEqual(asked, [['libdep.so.1']]);

  asked.length = 0;
  const { dep, user: other } = await pair(t);
  await auditOf(t, { 'lib/a.so': other, 'lib/libdep.so.1': dep }, { packagesOf });
  t.deepEqual(asked, []);
});
