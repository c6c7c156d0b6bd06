import { writeFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { BuilderError } from '../../src/error.js';
import { inHost, type HostPath } from '../../src/path.js';
import {
  contentsJson,
  provenanceJson,
  readContents,
  readPlanJson,
  readProvenance,
  readRecord,
  recordYaml,
} from '../../src/store/index.js';
import { exampleContents, exampleProvenance, exampleRecord } from './example.js';
import { temporaryFolder } from './folder.js';

/** Pieces that mean something to YAML or JSON. */
const piece = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '&a ',
    '*a',
    '<<: *a',
    '!!binary ',
    '? ',
    '- ',
    '{',
    '[',
    '"',
    '|',
    '\t',
    '---\n',
  ),
  fc.constantFrom('__proto__: 1\n', '"__proto__":{},', '1e999', '..', 'null', '\u0000', '\n'),
);

/** A text in which some parts were replaced. */
function spoiled(text: string): fc.Arbitrary<string> {
  const edit = fc.tuple(fc.nat(text.length), fc.nat(40), piece);
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce(
        (current, [at, length, put]) => current.slice(0, at) + put + current.slice(at + length),
        text,
      ),
    );
}

async function survives(
  t: ExecutionContext,
  text: string,
  read: (path: HostPath) => Promise<unknown>,
) {
  const path = inHost(await temporaryFolder(t), 'file');
  await fc.assert(
    fc.asyncProperty(fc.oneof(spoiled(text), fc.string({ unit: 'binary' })), async (hostile) => {
      await writeFile(path, hostile);
      try {
        await read(path);
      } catch (error) {
        if (!(error instanceof BuilderError) || error.code !== 'RECORD_INVALID') throw error;
        if (!error.message.startsWith(path)) throw error;
      }
    }),
    { numRuns: 300, interruptAfterTimeLimit: 20_000 },
  );
  t.pass();
}

test('whatever a record’s file holds, it is read or refused with its path', (t) =>
  survives(t, recordYaml(exampleRecord('content')), readRecord));

test('whatever a contents file holds, it is read or refused with its path', (t) =>
  survives(t, contentsJson(exampleContents), readContents));

test('whatever a provenance file holds, it is read or refused with its path', (t) =>
  survives(t, provenanceJson(exampleProvenance()), readProvenance));

test('whatever a plan’s file holds, it is read or refused with its path', (t) =>
  survives(t, '{"steps":[{"script":"make"}]}', readPlanJson));

test('a record whose aliases would fill the memory is refused at once', async (t) => {
  const path = inHost(await temporaryFolder(t), 'record.yml');
  const levels = Array.from(
    { length: 30 },
    (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]\n`,
  );
  await writeFile(path, `a0: &a0 [x]\n${levels.join('')}`);
  await t.throwsAsync(readRecord(path), {
    code: 'RECORD_INVALID',
    message: `${path}: Excessive alias count indicates a resource exhaustion attack`,
  });
});
