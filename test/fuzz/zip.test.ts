import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import type { ZipMember } from '../../src/archive/zip/member.js';
import { readZip, unpackZip } from '../../src/archive/zip/read.js';
import { writeZip } from '../../src/archive/zip/write.js';
import { BuilderError } from '../../src/error.js';
import { inHost, type HostPath } from '../../src/path.js';
import { FILE, FOLDER, forge, LINK } from '../archive/zip/forge.js';
import { temporaryFolder } from '../pack/folder.js';
import { budget } from './budget.js';
import { nothingLeadsOut, outcomeOf } from './outcome.js';

/** Mostly the first, so that zips get far before something is wrong with them. */
function seldom<A, B>(usual: fc.Arbitrary<A>, odd: fc.Arbitrary<B>): fc.Arbitrary<A | B> {
  return fc.oneof({ weight: 29, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

const plain = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'x\n', 'é');
const part = seldom(plain, fc.constantFrom('..', '.', '', 'secret', 'a\\b', 'n'.repeat(260)));
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const up = fc.constantFrom('', '', '../', '../../', './');
const target = fc.tuple(up, path).map((parts) => parts.join(''));
const noise = fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.from(array));
const number = seldom(fc.nat(20), fc.nat(0xffff_ffff));

const kinds = {
  file: fc.record({
    mode: fc.nat(0o7777).map((bits) => FILE | bits),
    content: fc.constantFrom('', 'text', 'x'.repeat(70_000)),
  }),
  link: fc.record({ mode: fc.constant(LINK | 0o777), content: target }),
  folder: fc.record({ mode: fc.constant(FOLDER | 0o755), content: fc.constant('') }),
  other: fc.record({ mode: fc.nat(0xffff), content: seldom(fc.constant(''), noise) }),
};

const member = fc
  .tuple(
    seldom(path, noise),
    fc.oneof(
      { weight: 9, arbitrary: fc.tuple(kinds.file, fc.constant('')) },
      { weight: 3, arbitrary: fc.tuple(kinds.link, fc.constant('')) },
      { weight: 5, arbitrary: fc.tuple(kinds.folder, fc.constant('/')) },
      { weight: 1, arbitrary: fc.tuple(kinds.other, fc.constantFrom('', '/')) },
    ),
    fc.constantFrom(0, 8),
    fc.boolean(),
    seldom(
      fc.constant({}),
      fc.record(
        {
          size: number,
          packedSize: number,
          crc: number,
          flags: fc.nat(0xffff),
          time: fc.nat(0xffff_ffff),
          madeBy: fc.nat(255),
          extra: noise,
          local: fc.record({ name: path, size: number, crc: number }, { requiredKeys: [] }),
        },
        { requiredKeys: [] },
      ),
    ),
  )
  .map(([name, [body, slash], method, piped, lies]) => ({
    name: typeof name === 'string' ? `${name}${slash}` : name,
    ...body,
    method,
    piped,
    ...lies,
  }));

/** Bytes that follow the rules more or less, with some overwritten and something cut off. */
const zipBytes = fc
  .tuple(
    fc.array(member, { maxLength: 7 }),
    seldom(fc.constant({}), fc.record({ prefix: fc.string(), count: fc.nat(0xffff) })),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }) },
    ),
    seldom(fc.constant(Infinity), fc.nat()),
  )
  .map(([members, end, spoilt, cut]) => {
    const bytes = forge(members, end);
    for (const [at, byte] of spoilt) bytes[at % bytes.length] = byte;
    return cut === Infinity ? bytes : bytes.subarray(0, cut % bytes.length);
  });

test('a zip, however hostile, is unpacked or refused, and nothing gets out of its folder', async (t) => {
  const folder = await temporaryFolder(t);
  const into = inHost(folder, 'into', 'out');
  const zip = inHost(folder, 'a.zip');
  await mkdir(inHost(folder, 'into'));
  await writeFile(inHost(folder, 'into', 'secret'), 'secret');
  const { isOver, numRuns } = budget(600, 5);
  let unpacked = 0;
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(zipBytes, async (bytes) => {
      if (isOver()) return;
      await rm(into, { recursive: true, force: true });
      await writeFile(zip, bytes);
      const refused: unknown = await outcomeOf(() => unpackZip(zip, into));
      t.true(refused === undefined || refused instanceof BuilderError, inspect(refused));
      const names = (await readdir(inHost(folder, 'into'))).sort();
      t.deepEqual(names, refused === undefined ? ['out', 'secret'] : ['secret']);
      if (refused === undefined) {
        unpacked += 1;
        await nothingLeadsOut(t.fail.bind(t), into);
        t.is(await outcomeOf(() => listingAgrees(t.fail.bind(t), zip, into)), undefined);
      } else refusals += 1;
    }),
    { numRuns },
  );
  t.log(`${unpacked} unpacked, ${refusals} refused`);
  t.true(unpacked > 0 && refusals > 0);
  t.is(await readFile(inHost(folder, 'into', 'secret'), 'utf8'), 'secret');
  t.deepEqual((await readdir(folder)).sort(), ['a.zip', 'into']);
});

const written: fc.Arbitrary<ZipMember> = fc.oneof(
  fc.record({
    path,
    kind: fc.constant('file' as const),
    mode: fc.nat(0o777).map((bits) => bits | 0o400),
    content: fc.oneof(fc.uint8Array(), fc.constant(Buffer.alloc(3000))).map((bytes) => ({ bytes })),
  }),
  fc.record({ path, kind: fc.constant('link' as const), target }),
  fc.record({ path, kind: fc.constant('folder' as const) }),
);

test('what is written at all can be unpacked again, and has the same bytes in any order', async (t) => {
  const folder = await temporaryFolder(t);
  const [zip, other, into] = [inHost(folder, 'a'), inHost(folder, 'b'), inHost(folder, 'out')];
  const { isOver, numRuns } = budget(300, 5);
  await fc.assert(
    fc.asyncProperty(fc.array(written, { maxLength: 6 }), async (members) => {
      if (isOver()) return;
      await rm(into, { recursive: true, force: true });
      const result: unknown = await writeZip(zip, members).catch((error: unknown) => error);
      if (result instanceof BuilderError) return;
      t.deepEqual(await writeZip(other, members.toReversed()), result);
      const refused: unknown = await unpackZip(zip, into).catch((error: unknown) => error);
      // What this file system can't name was written for another one.
      if (refused instanceof BuilderError && refused.message.includes('ENAMETOOLONG')) return;
      t.is(refused, undefined);
      for (const { path, ...member } of members) {
        if (member.kind !== 'file' || !('bytes' in member.content)) continue;
        t.deepEqual(await readFile(inHost(into, path)), Buffer.from(member.content.bytes));
        t.is((await lstat(inHost(into, path))).mode & 0o777, member.mode);
      }
    }),
    { numRuns },
  );
});

/** Fails for a member of the listing that isn't there, or has another content. */
async function listingAgrees(
  fail: (message: string) => void,
  zip: HostPath,
  folder: HostPath,
): Promise<void> {
  for await (const member of readZip(zip)) {
    const { path, kind, size } = member;
    const stats = await lstat(inHost(folder, path));
    const found = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'link';
    if (found !== kind) fail(`${path} is a ${found}, not a ${kind}`);
    let length = 0;
    for await (const piece of await member.open()) length += Buffer.from(piece).length;
    if (length !== size) fail(`${path} has ${length} bytes, not ${size}`);
  }
}
