import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { inHost, type HostPath } from '../../src/path.js';
import { isContainer, isMachine, stackOfMachine } from '../../src/stack/index.js';
import { folder, stack } from './fixture.js';

/** A machine that has these files. */
async function machine(
  t: ExecutionContext,
  files: Readonly<Record<string, string>>,
): Promise<HostPath> {
  const root = await folder(t);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(inHost(root, file)), { recursive: true });
    await writeFile(inHost(root, file), text);
  }
  return root;
}

const UBUNTU = 'NAME="Ubuntu"\nVERSION_ID="14.04"\nID=ubuntu\nID_LIKE=debian\n';
const trusty = stack({ name: 'fs2', 'os-release': { ID: 'ubuntu', VERSION_ID: '14.04' } });
const jammy = stack({ name: 'fs4', 'os-release': { ID: 'ubuntu', VERSION_ID: '22.04' } });

test('a machine is the stack whose os-release it has', async (t) => {
  const root = await machine(t, { 'etc/os-release': UBUNTU });
  t.true(await isMachine(trusty, { root }));
  t.false(await isMachine(jammy, { root }));
  t.false(await isMachine(stack(), { root }), 'a stack that says nothing is no machine');
  t.false(await isMachine(trusty, { root: await machine(t, {}) }));
  t.is(await stackOfMachine([stack(), jammy, trusty], 'x64', { root }), trusty);
  t.is(await stackOfMachine([jammy], 'x64', { root }), undefined);
  const own = stack({ ...trusty, name: 'own', preference: 1 });
  t.is(await stackOfMachine([trusty, own], 'x64', { root }), own, 'the preferred one of several');
  t.is(await stackOfMachine([trusty], 'arm64', { root }), undefined);
});

test('what has the mark of an engine, or another first process than a machine, is a container', async (t) => {
  const isOne = async (files: Readonly<Record<string, string>>) =>
    await isContainer({ root: await machine(t, files) });
  t.false(await isOne({ 'proc/1/comm': 'systemd\n' }));
  t.false(await isOne({ 'proc/1/comm': 'init\n' }));
  t.true(await isOne({ 'proc/1/comm': 'bash\n' }));
  t.true(await isOne({ 'proc/1/comm': 'systemd\n', '.dockerenv': '' }));
  t.true(await isOne({ 'proc/1/comm': 'systemd\n', 'run/.containerenv': '' }));
  t.true(await isOne({}), 'a root without /proc');
  t.true(await isOne({ 'proc/1/comm': 'systemd\n', 'proc/1/root/etc/hostname': 'x' }), 'chroot');
});
