import test from 'ava';
import { execa } from 'execa';
import { machineArch } from '../../src/architecture.js';
import { CALLS, numberOf } from '../../src/seccomp/calls.js';

test("the table has the numbers of this machine's own headers", async (t) => {
  const arch = machineArch();
  if (arch === undefined) throw new Error('no table for this machine');
  const { stdout } = await execa('gcc', ['-E', '-dM', '-'], { input: '#include <asm/unistd.h>\n' });
  const own = new Map(
    Array.from(stdout.matchAll(/^#define __NR_(\w+) (\d+)$/gm), ([, name = '', number]) => [
      name,
      Number(number),
    ]),
  );
  // Left out there on purpose: see the table.
  if (arch === 's390x') own.delete('socketcall');
  t.true(own.size > 250, `${own.size} calls`);
  // Headers may be older than the table.
  const common = CALLS.filter((call) => own.has(call));
  t.true(common.length > 50);
  t.deepEqual(
    Object.fromEntries(common.map((call) => [call, numberOf(call, arch)])),
    Object.fromEntries(common.map((call) => [call, own.get(call)])),
  );
});
