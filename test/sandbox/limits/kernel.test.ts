// On cgroups of the kernel, as this machine has them; which of them it can't be asked about is logged.
import { lstat, readFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { reasonOf } from '../../../src/error.js';
import { inHost } from '../../../src/path.js';
import { openCgroups, type Cgroups } from '../../../src/sandbox/limits/cgroup/cgroup.js';
import {
  cgroupCandidates,
  type Candidate,
  type Controller,
} from '../../../src/sandbox/limits/cgroup/place.js';
import { parentsFor, type Parent } from '../../../src/sandbox/limits/cgroup/usable.js';
import { decideLimits } from '../../../src/sandbox/index.js';
import { HOG, START_MANY } from './held.js';

const facts = await Promise.all(
  ['/proc/self/cgroup', '/proc/self/mountinfo'].map((file) => readFile(file, 'utf8')),
);
const [cgroup = '', mountinfo = ''] = facts;
const candidates = cgroupCandidates(cgroup, mountinfo);
const parents = await parentsFor(cgroup, mountinfo);

const MEMORY = 64 * 1024 ** 2;
const limits = decideLimits(
  { recipe: {}, commandLine: { processes: 50, memory: MEMORY } },
  { emulated: false, memory: undefined },
);

/** Makes cgroups in one that is given; says why not where there is none, or it isn't ours. */
async function opened(
  t: ExecutionContext,
  parent: Parent | undefined,
  what: string,
): Promise<Cgroups | undefined> {
  try {
    if (parent === undefined) throw new Error(`this machine has no ${what}`);
    const cgroups = await openCgroups([parent], limits);
    t.teardown(cgroups.close);
    return cgroups;
  } catch (error) {
    t.log(`not tried: ${reasonOf(error)}`);
    t.pass();
    return undefined;
  }
}

/** Runs a text of a shell in cgroups to its end; what it wrote, and its exit code. */
async function runIn(
  { join: [program = '', ...rest] }: Cgroups,
  text: string,
): Promise<{ stdout: string; exitCode?: number }> {
  return await execa(program, [...rest, '/bin/sh', '-c', text], { reject: false });
}

const place = ({ version, folder }: Candidate, controllers: readonly Controller[]): Parent => ({
  ...{ version, folder, own: folder, controllers },
  ceiling: undefined,
});

for (const version of [1, 2] as const) {
  test(`a command is in its cgroup of version ${version}, and nothing of it is left`, async (t) => {
    const [candidate] = candidates.filter((one) => one.version === version);
    const parent = candidate && place(candidate, []);
    const cgroups = await opened(t, parent, `cgroup of version ${version}`);
    if (parent === undefined || cgroups === undefined) return;
    const text = 'cat /proc/self/cgroup; sleep 600 >/dev/null 2>&1 & echo "left $!"';
    const { stdout } = await runIn(cgroups, text);
    const name = /\/(binary-builder-[\d-]+)$/m.exec(stdout)?.[1] ?? 'none';
    t.true((await lstat(inHost(parent.folder, name))).isDirectory(), stdout);
    await cgroups.close();
    await t.throwsAsync(lstat(inHost(parent.folder, name)), { code: 'ENOENT' });
    const left = /^left (\d+)$/m.exec(stdout)?.[1] ?? '';
    const state = await readFile(`/proc/${left}/stat`, 'latin1').catch(() => ') X');
    t.regex(state, /\) [XZ]/);
  });

  for (const [controller, text, counter] of [
    ['memory', HOG, 'oomKills'],
    ['pids', START_MANY, 'refusedForks'],
  ] as const) {
    test(`version ${version} holds a command to its limit of ${controller}, and counts that`, async (t) => {
      const found = parents.find(
        (one) => one.version === version && one.controllers.includes(controller),
      );
      const what = `controller ${controller} in version ${version} that is ours to divide`;
      const cgroups = await opened(t, found && place(found, [controller]), what);
      if (cgroups === undefined) return;
      t.is((await cgroups.counters())[counter], 0);
      t.not((await runIn(cgroups, `exec >/dev/null 2>&1; ${text}`)).exitCode, 0);
      t.true(Number((await cgroups.counters())[counter]) > 0);
    });
  }
}
