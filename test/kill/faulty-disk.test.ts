import test, { type ExecutionContext } from 'ava';
import pLimit from 'p-limit';
import { inHost } from '../../src/path.js';
import { temporaryFolder } from '../e2e/cli.js';
import { undisturbed } from './campaign.js';
import { onFaultyDisk, type Fault } from './faulty-disk.js';
import type { Scenario } from './scenario.js';
import * as scenarios from './scenarios.js';
import { differences } from './state.js';

/** KiB that are left: from nothing to more than any of them takes. */
const FREE = [0, 4, 12, 40, 120, 400, 2000, 8000, 30_000, 120_000];

/** Parts of the time that a run takes, after which its disk stalls. */
const WHEN = [0.2, 0.4, 0.6, 0.8];

const slots = pLimit(2);

for (const [name, open] of Object.entries(scenarios)) {
  faultTest(`a full disk at whatever write: ${name}`, open, async (t, scenario, attempt) => {
    const codes: string[] = [];
    for (const free of FREE) {
      const { first } = await attempt({ kind: 'full', free });
      codes.push(codeOf(first));
      if (first.exitCode === 0) continue;
      t.regex(
        first.said,
        /^error (DISK_FULL|NOT_WRITABLE|STEP_FAILED|STAGING_FAILED) /m,
        `${free} KiB`,
      );
      t.true(first.said.includes(scenario.folder), first.said);
    }
    t.log(codes.join(' '));
  });

  faultTest(`a read-only disk: ${name}`, open, async (t, scenario, attempt) => {
    const { first } = await attempt({ kind: 'read-only' });
    t.log(codeOf(first));
    t.not(first.exitCode, 1, first.said);
    t.true(first.said.includes(scenario.folder), first.said);
  });

  faultTest(`a disk that stalls: ${name}`, open, async (t, _, attempt, milliseconds) => {
    for (const part of WHEN) {
      const after = (part * milliseconds) / 1000;
      const { first } = await attempt({ kind: 'stalled', after });
      t.is(first.exitCode, 0, first.said);
    }
  });
}

function codeOf({ exitCode, said }: { exitCode: number; said: string }): string {
  return exitCode === 0 ? 'done' : (/^error ([A-Z_]+)/m.exec(said)?.[1] ?? said);
}

type Attempting = (fault: Fault) => ReturnType<typeof onFaultyDisk>;

function faultTest(
  title: string,
  open: (t: ExecutionContext) => Promise<Scenario>,
  body: (
    t: ExecutionContext,
    scenario: Scenario,
    attempt: Attempting,
    milliseconds: number,
  ) => Promise<void>,
): void {
  test(title, (t) =>
    slots(async () => {
      const scenario = await open(t);
      const clean = await undisturbed(scenario);
      const out = await temporaryFolder(t);
      const attempt: Attempting = async (fault) => {
        const result = await onFaultyDisk(scenario, fault, inHost(out, 'out'));
        const { first, second } = result;
        t.notRegex(first.said, /This should not have happened/);
        t.is(second.exitCode, 0, second.said);
        if (scenario.next === undefined) {
          t.deepEqual(differences(second.state, clean.state, scenario), [], JSON.stringify(fault));
        }
        return result;
      };
      await body(t, scenario, attempt, clean.milliseconds);
    }),
  );
}
