// Lists the descriptors of a process that we start: its own three, and that of the listing. Started by
// inherited.test.ts as a process of its own.
import { runProcess } from '../../../../src/sandbox/command/process.js';

const { stdout } = await runProcess({
  argv: ['ls', '/proc/self/fd'],
  environment: { PATH: process.env.PATH },
  lifeline: false,
});
process.stdout.write(stdout);
