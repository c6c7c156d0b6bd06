import type * as z from 'zod';
import { ARCH_NAMES, type Arch } from '../../architecture.js';
import { parseArch } from '../../builder/order/index.js';
import { EXIT } from '../../error.js';
import {
  canBuild,
  diagnoseDevices,
  diagnoseMachine,
  installArguments,
  installPackages,
  isForeign,
  missingPackages,
  openDevices,
} from '../../machine/index.js';
import { isRoot } from '../../program/index.js';
import { printableLine } from '../../text/index.js';
import { diagnosesText, diagnosisInWords } from '../answer/diagnosis.js';
import { flag, text } from '../describe/option.js';
import { verbOf } from '../describe/verb.js';
import { commonOptions, type CommonOptions } from '../options/common.js';
import { writeLines } from '../print/output.js';
import { programLine } from '../print/program-line.js';
import { told } from '../print/told.js';
import { placesOf } from '../session/places.js';
import { print } from '../session/print.js';
import type { Session } from '../session/session.js';

const options = commonOptions.extend({
  fix: flag('install what is missing, when run as root on Debian or Ubuntu'),
  arch: text('<ARCH,…>', 'with --fix, also what runs the programs of these architectures'),
});

type Options = z.output<typeof options>;

export const verb = verbOf({
  group: 'machine',
  usage: '',
  sentence: 'what this machine can do, and what mends the rest',
  examples: [
    'binary-builder doctor',
    'binary-builder doctor --fix',
    'binary-builder doctor --fix --arch s390x,arm64',
  ],
  options,
  run,
});

async function run(_words: string[], options: Options, session: Session): Promise<void> {
  const asked = options.arch
    ?.split(',')
    .map((name) => parseArch(name.trim()))
    .filter(isForeign);
  if (options.fix) {
    await fixDevices();
    await fixPrograms(options, asked ?? []);
  }
  const { stacks, cache } = placesOf(options);
  const foreign = asked ?? ARCH_NAMES.filter(isForeign);
  const { signal } = session;
  const arch = parseArch(undefined);
  const diagnoses = await diagnoseMachine({ stacks, cache, arch, foreign, signal });
  const usable = canBuild(diagnoses);
  const found = diagnoses.map(diagnosisInWords);
  print(options, { type: 'machine.diagnosed', usable, found }, told(diagnosesText, found, usable));
  if (!usable) session.exit(EXIT.usage);
}

async function fixDevices(): Promise<void> {
  const { closed, remedy } = await diagnoseDevices();
  if (closed.length === 0) return;
  const command = remedy.join(' ');
  if (!isRoot()) {
    process.stderr.write(`Devices are closed to some users. Open them with:\n  sudo ${command}\n`);
    return;
  }
  process.stderr.write(`Opening devices to all users: ${command}\n`);
  await openDevices(closed);
}

/** Installs what is missing where that can be done, and says what to run where it can't. */
async function fixPrograms({ verbose }: CommonOptions, foreign: readonly Arch[]): Promise<void> {
  const packages = await missingPackages(foreign);
  if (packages.length === 0) return;
  if (process.getuid?.() !== 0) {
    const command = `  sudo apt-get ${installArguments(packages).join(' ')}`;
    say('These packages are missing. Install them with:', command);
    return;
  }
  say(`Installing ${packages.join(', ')}`);
  await installPackages(packages, (line) => {
    if (!verbose) return;
    writeLines(process.stderr, told(programLine, 'apt-get', printableLine(line)));
  });
}

function say(...lines: string[]): void {
  writeLines(
    process.stderr,
    told((all) => all.join('\n'), lines),
  );
}
