import test from 'ava';
import { leastTime } from '../../cpu-time.js';
import { recordOf } from '../records.js';
import { update } from './updating.js';

test.serial(
  'ten thousand entries are read and updated in less than two seconds of computing',
  async (t) => {
    const entries = Array.from({ length: 10_000 }, (_, index) => {
      const name = `lib${index % 500}`;
      return `- name: ${name}\n  version: 1.${index}.0\n  uri: https://b.example/${name}.tgz\n  md5: ${'a'.repeat(32)}\n  cf_stacks:\n  - a\n`;
    });
    const records = Array.from({ length: 10_000 }, (_, index) =>
      recordOf({ name: `lib${index % 500}`, version: `1.${index}.0`, stack: 'a' }),
    );
    // Twice of what is promised: tests share the machine with others.
    const seconds = await leastTime(4, () => {
      const { changes } = update(`dependencies:\n${entries.join('')}`, records);
      t.is(changes.length, 10_000);
    });
    t.true(seconds < 4, `${seconds} s`);
    t.log(`${seconds} s`);
  },
);
