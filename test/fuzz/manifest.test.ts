import { inspect } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { BuilderError } from '../../src/error.js';
import { packagedManifest } from '../../src/manifest/edit/index.js';
import { listManifest, readManifest, type Manifest } from '../../src/manifest/model/index.js';
import { hostPath } from '../../src/path.js';
import { allFindings } from '../manifest/check/findings.js';
import { recordOf } from '../manifest/records.js';
import { anyEntry, anyLayout, anyRecords, manifestText } from '../manifest/update/any-manifest.js';
import { update } from '../manifest/update/updating.js';
import { cpuTime } from '../cpu-time.js';
import { budget, HANG } from './budget.js';
import { spoilt } from './spoilt.js';

const whole = fc
  .tuple(fc.array(anyEntry, { maxLength: 5 }), anyLayout)
  .map(([entries, layout]) => manifestText(entries, layout));

const texts = spoilt(whole, [
  '\n',
  '\r',
  '\t',
  '  ',
  '- ',
  ': ',
  '#',
  '"',
  "'",
  '|\n',
  '>-\n',
  '[',
  ']',
  '{',
  '}',
  ',',
  '!',
  '? ',
  '&base ',
  '*base',
  '<<: *base\n',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '!!binary ',
  '~',
  '__proto__: ',
  'name: python',
  'version: 9',
  'uri: file:///a',
  'cf_stacks:\n',
  'match: (a+)+$\n',
  'version: $1',
  'version_line: 3.x',
  'date: 2020-13-45',
  'default_versions:\n',
  'dependencies:\n',
  'stack: x\n',
]);

/** Undefined when it was refused as things are refused here. */
function unlessRefused<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof BuilderError) return undefined;
    throw error;
  }
}

function read(text: string): Manifest | undefined {
  return unlessRefused(() => readManifest(hostPath('/buildpack/manifest.yml'), text));
}

test('a manifest, whatever was typed into it, is read or refused, checked, updated once and packaged, at once', async (t) => {
  const { isOver, numRuns } = budget(300, 5);
  let readable = 0;
  let updated = 0;
  await fc.assert(
    fc.asyncProperty(texts, anyRecords, fc.nat(), async (text, words, keeps) => {
      if (isOver()) return;
      const spent = cpuTime();
      const manifest = read(text);
      if (manifest !== undefined) {
        readable += 1;
        await allFindings(text);
        listManifest(manifest);
        const changed = unlessRefused(() => update(text, words.map(recordOf)));
        if (changed !== undefined) {
          updated += 1;
          const again = unlessRefused(() => update(changed.text, words.map(recordOf)));
          t.is(again?.text, changed.text, inspect(again?.changes));
        }
        const kept = new Set(manifest.entries.filter((_, index) => (keeps >> index) % 2 === 0));
        // One that has a stack is of a package, which is not packaged again.
        const stack = manifest.stack === undefined ? { stack: 'cflinuxfs4' } : {};
        const packaged = unlessRefused(() =>
          packagedManifest(manifest, { ...stack, keeps: kept, leftOut: new Set() }),
        );
        if (packaged !== undefined) t.is(read(packaged)?.entries.length, kept.size, packaged);
      }
      if (spent() > HANG) throw new Error('it hangs');
    }),
    { numRuns },
  );
  t.log(`${readable} read, ${updated} updated`);
  t.true(readable > 0 && updated > 0);
});
