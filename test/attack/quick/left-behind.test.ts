import { mkdir, readFile, stat } from 'node:fs/promises';
import test from 'ava';
import { execa } from 'execa';
import { inHost } from '../../../src/path.js';
import { processesWith, runCli, startCli } from '../../e2e/cli.js';
import { namesIn, workspace, writeRecipe } from '../../e2e/command-line/fixture.js';

const BUILD = ['build', 'tiny@1.0', '--stack=debian12', '--runner=bubblewrap'];

test('a failed build leaves no setuid program of root, and nothing that others can read', async (t) => {
  const here = await workspace(t, {
    build: {
      make: {
        run: `for folder in . "$HOME" "$BB_FILES" "$DESTDIR"; do
            [ -d "$folder" ] || continue
            cp /bin/bash "$folder/shell"; chmod 6777 "$folder/shell"
          done; chmod 777 . "$HOME"; exit 1`,
      },
    },
  });
  t.is((await runCli(BUILD, here)).exitCode, 4);
  const [build = ''] = await namesIn(inHost(here.cache, 'work'));
  const folder = inHost(here.cache, 'work', build);
  t.is((await stat(folder)).mode & 0o077, 0, 'closed to others');
  const { stdout } = await execa('find', [folder, '-perm', '/6000', '-uid', '0']);
  t.is(process.getuid?.() === 0 ? stdout : '', '', 'setuid programs of root');
});

test('a step that is run by root is not root outside', async (t) => {
  const here = await workspace(t, {
    build: { make: { run: 'echo ready; until [ -e "$BB_FILES/go" ]; do sleep 0.05; done' } },
  });
  const run = startCli([...BUILD, '--json'], here);
  await run.event(({ type, line }) => type === 'log' && line === 'ready');
  const users = await Promise.all(
    (await processesWith(here.folder)).map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      // Only those that are in a namespace of processes of their own.
      const inside = (/^NSpid:\s+(.+)$/m.exec(status)?.[1] ?? '').split(/\s+/).length > 1;
      const name = /^Name:\s+(.+)$/m.exec(status)?.[1] ?? '';
      return { inside, name, uid: /^Uid:\s+(\d+)/m.exec(status)?.[1] ?? '' };
    }),
  );
  const [build = ''] = await namesIn(inHost(here.cache, 'work'));
  await mkdir(inHost(here.cache, 'work', build, 'box/files/go'));
  t.is((await run.finished).exitCode, 0);
  const steps = users.filter(({ inside, name }) => inside && ['bash', 'sleep'].includes(name));
  t.true(steps.length > 0, JSON.stringify(users));
  t.deepEqual(
    steps.filter(({ uid }) => uid === '0'),
    [],
  );
});

test('compiler results of one recipe are not seen by another, nor those of a build that failed', async (t) => {
  const here = await workspace(t);
  // Where ccache itself has its results: what lies elsewhere nobody would keep.
  const poison = 'mkdir -p "$CCACHE_DIR/f"; echo poison >"$CCACHE_DIR/f/poisoned"; echo poisoned';
  const look =
    'cd "$CCACHE_DIR"; if find . -name poisoned | grep -q .; then echo poisoned; else echo clean; fi';
  await writeRecipe(here, { build: { make: { run: poison } } }, 'poisoner');
  await writeRecipe(here, { build: { make: { run: look } } }, 'victim');
  await writeRecipe(here, { build: { make: { run: `${look}; ${poison}; exit 1` } } }, 'failing');
  const lookAt = async (request: string) => {
    const run = await runCli(
      ['build', request, '--stack=debian12', '--runner=bubblewrap', '--force', '--json'],
      here,
    );
    return run.events().flatMap(({ type, line }) => (type === 'log' ? [line] : []));
  };
  t.true((await lookAt('poisoner@1.0')).includes('poisoned'));
  t.true((await lookAt('victim@1.0')).includes('clean'));
  await lookAt('failing@1.0');
  t.true((await lookAt('failing@1.0')).includes('clean'));
});
