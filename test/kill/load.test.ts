import { readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { hashFile } from 'hasha';
import pLimit from 'p-limit';
import { inHost } from '../../src/path.js';
import { runCli } from '../e2e/cli.js';
import { AFTER_BUILD, FILE, filesBelow, namesIn, workspace } from '../e2e/command-line/fixture.js';

const BUILDS = 200;
const AT_ONCE = 8;
const UPDATES = 50;

test.serial(`${BUILDS} builds, ${AT_ONCE} at once, are all right and the same`, async (t) => {
  const here = await workspace(t);
  const slots = pLimit(AT_ONCE);
  // Some into one folder, some into folders of their own; some from the store, some anew.
  const builds = Array.from({ length: BUILDS }, (_, index) =>
    slots(async () => {
      const output = index % 2 === 0 ? '.' : `out-${index}`;
      const force = index % 4 === 3 ? ['--force'] : [];
      const args = ['build', 'tiny@1.0', '--stack=debian12', `--output-dir=${output}`, ...force];
      const { exitCode, stderr } = await runCli(args, here);
      t.is(exitCode, 0, stderr);
      return await hashFile(inHost(here.cwd, output, FILE), { algorithm: 'sha256' });
    }),
  );
  t.is(new Set(await Promise.all(builds)).size, 1);
  for (const kind of ['work', 'locks', 'sources/locks', 'sources/partial']) {
    t.deepEqual(await namesIn(inHost(here.cache, kind)), [], kind);
  }
  const own = (await filesBelow(here.cwd)).filter((name) => !name.startsWith('out-'));
  t.deepEqual(own, AFTER_BUILD);
});

test.serial(`${UPDATES} updates of one manifest at once lose nothing of each other`, async (t) => {
  const here = await workspace(t);
  const file = inHost(here.cwd, 'manifest.yml');
  const numbers = Array.from({ length: UPDATES }, (_, index) => index);
  const entries = numbers.map(
    (index) => `- name: other
  version: 1.0.${index}
  uri: https://binaries.example.org/other-1.0.${index}.tgz
  sha256: ${'0'.repeat(64)}
  cf_stacks: [debian12, stack${index}]
`,
  );
  await writeFile(file, `language: tiny\ndefault_versions: []\ndependencies:\n${entries.join('')}`);
  const runs = numbers.map(async (index) => {
    const args = ['manifest', 'update', 'manifest.yml', `--drop-stack=stack${index}`];
    const { exitCode, stderr } = await runCli(args, here);
    t.is(exitCode, 0, stderr);
  });
  await Promise.all(runs);
  const text = await readFile(file, 'utf8');
  t.deepEqual(text.match(/stack\d+/g), null);
  t.deepEqual(await namesIn(inHost(here.cache, 'locks')), []);
  t.deepEqual(await namesIn(here.cwd), ['manifest.yml', 'recipes']);
});
