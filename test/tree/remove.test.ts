import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { hostPath, inHost, type HostPath } from '../../src/path.js';
import { removeTree } from '../../src/tree/index.js';

async function folderOf(t: ExecutionContext): Promise<HostPath> {
  const folder = hostPath(await mkdtemp(inHost(hostPath(tmpdir()), 'remove-test-')));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Goes down 3,000 folders, whose path is longer than the system takes, and closes some of them. */
const DEEP_AND_CLOSED = `
  mkdir $ARGV[0]; chdir $ARGV[0] or die;
  for (1..3000) { mkdir "d"; chdir "d" or die }
  mkdir "closed"; mkdir "closed/x"; chmod 0, "closed" or die;
  chdir $ARGV[0]; mkdir "shut"; mkdir "shut/x"; chmod 0, "shut" or die`;

test('a tree goes whole, closed folders and ones deeper than a path may be long', async (t) => {
  const folder = await folderOf(t);
  const tree = inHost(folder, 'tree');
  // Nobody is kept out of a folder but ordinary users.
  await execa('perl', ['-e', DEEP_AND_CLOSED, tree]);
  await removeTree(tree);
  t.deepEqual(await readdir(folder), []);
  await removeTree(tree);
});

test('what a link leads to stays, whether it is in the tree or in its place', async (t) => {
  const folder = await folderOf(t);
  const kept = inHost(folder, 'kept');
  await mkdir(kept);
  await writeFile(inHost(kept, 'file'), '');
  await mkdir(inHost(folder, 'tree'));
  await symlink(kept, inHost(folder, 'tree/link'));
  await symlink(kept, inHost(folder, 'link'));
  await removeTree(inHost(folder, 'tree'));
  await removeTree(inHost(folder, 'link'));
  t.deepEqual(await readdir(folder), ['kept']);
  t.deepEqual(await readdir(kept), ['file']);
});

test('a folder that is swapped for a link while its tree is removed is not followed', async (t) => {
  const folder = await folderOf(t);
  const kept = inHost(folder, 'kept');
  await execa('sh', ['-c', 'mkdir "$1"; cd "$1"; seq 500 | xargs touch', 'sh', kept]);
  for (const round of Array.from({ length: 20 }).keys()) {
    const tree = inHost(folder, `tree-${round}`);
    const fill = 'mkdir -p "$1/a"; cd "$1/a"; seq 300 | xargs touch';
    await execa('sh', ['-c', fill, 'sh', tree]);
    // rename(2) of a link over a folder is refused: so it has two steps, as whoever is hostile knows.
    const swapping = execa('perl', ['-e', SWAP, tree, kept]);
    await removeTree(tree).catch(() => undefined);
    swapping.kill('SIGKILL');
    await swapping.catch(() => undefined);
    await removeTree(tree);
    t.is((await readdir(kept)).length, 500);
  }
});

const SWAP = `
  chdir $ARGV[0] or exit;
  for (;;) { rename "a", "b"; symlink $ARGV[1], "a"; unlink "a"; rename "b", "a" }`;
