import { readdir, stat } from 'node:fs/promises';
import test from 'ava';
import { inHost } from '../../../../src/path.js';
import { isRoot } from '../../../../src/program/build-user.js';
import { bubblewrapOptions } from '../../../../src/sandbox/runner/bubblewrap/options.js';
import { openSandbox } from '../../../../src/sandbox/index.js';
import { preparedRoot, testContext } from '../../../prepared-root.js';
import { behavesAsSandbox, bound, folder, isolates, outputOf } from '../../behaviour.js';
import { givesShells } from '../../shells.js';
import { script } from '../../command.js';

const root = await preparedRoot();
const open = () => openSandbox({ name: 'bubblewrap' }, root, testContext);

behavesAsSandbox(open);
isolates(open);
givesShells('bubblewrap');

test('says what bubblewrap complains of when the sandbox cannot be made', async (t) => {
  const box = await folder(t);
  const error = await t.throwsAsync(
    (await open()).run(script('exit 0', [bound(inHost(box, 'gone'), '/binary-builder')])),
    { code: 'SANDBOX_FAILED' },
  );
  t.like(error, { message: 'bubblewrap could not make the sandbox' });
  t.regex(JSON.stringify(error), /gone: No such file or directory/);
});

test('gives a command no right, no namespace but its own, and no environment', (t) => {
  t.deepEqual(bubblewrapOptions({ disablesNamespaces: true }), [
    ...['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL'],
    ...['--die-with-parent', '--hostname', 'stack', '--uid', '0', '--gid', '0', '--clearenv'],
  ]);
  t.false(bubblewrapOptions({ disablesNamespaces: false }).includes('--disable-userns'));
});

test("runs a command as the user that it names, and what that one writes is ours or the build user's", async (t) => {
  const box = await folder(t);
  const asUser = script('id -u; id -g; touch /box/x', [bound(box, '/box')]);
  const { output } = await outputOf(await open(), { ...asUser, user: { uid: 2000, gid: 2001 } });
  t.is(output, '2000\n2001');
  t.is((await stat(inHost(box, 'x'))).uid, isRoot() ? 65_530 : (await stat(box)).uid);
});

test('has what is mounted at /tmp in the place of its own', async (t) => {
  const box = await folder(t);
  const { exitCode } = await (await open()).run(script('touch /tmp/x', [bound(box, '/tmp')]));
  t.is(exitCode, 0);
  t.deepEqual(await readdir(box), ['x']);
});
