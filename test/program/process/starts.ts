// Starts a shell that says its process id and that of a child of its own, and waits: argv[2] is `alone` or
// `group`. The child hears of no death but by the group.
import { asGroup, startProgram } from '../../../src/program/index.js';

const TELL = ['sh', '-c', 'sleep 600 >/dev/null 2>&1 & echo "$$ $!"; wait'] as const;

const argv = process.argv[2] === 'group' ? asGroup(TELL, { death: 'KILL' }) : TELL;
const { child } = await startProgram([...argv], {
  stdout: 'inherit',
  stdin: 'ignore',
  detached: true,
  reject: false,
});
await child;
