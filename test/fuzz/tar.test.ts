import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { BuilderError } from '../../src/error.js';
import { unpackArtifact } from '../../src/pack/index.js';
import { inHost, type HostPath } from '../../src/path.js';
import { unpack } from '../../src/source/index.js';
import { temporaryFolder } from '../pack/folder.js';
import { END, forge, pax } from '../pack/hostile.js';
import { budget } from './budget.js';
import { nothingLeadsOut, outcomeOf } from './outcome.js';

/** Mostly the first, so that archives get far before something is wrong with them. */
function seldom<A, B>(usual: fc.Arbitrary<A>, odd: fc.Arbitrary<B>): fc.Arbitrary<A | B> {
  return fc.oneof({ weight: 19, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

const plain = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'x\n', 'é');
const part = seldom(plain, fc.constantFrom('..', '.', '', 'secret', 'n'.repeat(260)));
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const up = fc.constantFrom('', '', '../', '../../', './');
const target = fc.tuple(up, path).map((parts) => parts.join(''));
const noise = fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.from(array));

const member = fc
  .tuple(
    fc.record({
      name: seldom(path, noise),
      type: seldom(
        fc.constantFrom('0', '0', '\0', '1', '2', '5'),
        fc.constantFrom('3', '4', '6', '7', 'S', 'V', 'D', 'Q'),
      ),
      link: target,
      content: fc.constantFrom('', 'text', 'x'.repeat(700)),
      mode: fc.nat(0o7777),
      checksumError: seldom(fc.constant(0), fc.nat(9)),
    }),
    seldom(fc.constant({}), fc.record({ size: fc.maxSafeNat() })),
  )
  .map(([{ content, ...header }, size]) => {
    const hasContent = '0\0'.includes(header.type);
    return forge({ ...header, content: hasContent ? content : '', ...size });
  });

const paxHeader = fc
  .tuple(
    fc.dictionary(fc.constantFrom('path', 'linkpath', 'comment'), seldom(path, fc.string()), {
      maxKeys: 2,
    }),
    seldom(
      fc.constant({ mtime: '1.5' }),
      fc.dictionary(fc.constantFrom('size', 'mtime', 'GNU.sparse.major'), fc.string()),
    ),
    seldom(fc.constant('x'), fc.constant('g')),
  )
  .map(([names, others, letter]) => pax({ ...names, ...others }, letter));

const longName = fc
  .tuple(path, fc.constantFrom('L', 'K'))
  .map(([text, letter]) => forge({ name: '././@LongLink', type: letter, content: `${text}\0` }));

/** Blocks that follow the rules more or less, with some bytes overwritten and something cut off. */
const tar = fc
  .tuple(
    fc.array(fc.oneof({ weight: 6, arbitrary: member }, paxHeader, longName), { maxLength: 7 }),
    seldom(fc.constant([]), fc.tuple(fc.nat(), fc.nat(255))),
    seldom(fc.constant(Infinity), fc.nat()),
  )
  .map(([members, [at, byte], cut]) => {
    const blocks = Buffer.concat([...members, END]);
    if (at !== undefined && byte !== undefined) blocks[at % blocks.length] = byte;
    return cut === Infinity ? blocks : blocks.subarray(0, cut % blocks.length);
  });

const ways = {
  'an artifact': (archive: HostPath, into: HostPath) => unpackArtifact(archive, into),
  'a source': async (archive: HostPath, into: HostPath) => {
    await unpack(archive, into);
  },
};

for (const [title, way] of Object.entries(ways)) {
  test(`${title}, however hostile, is unpacked or refused, and nothing gets out of its folder`, async (t) => {
    const folder = await temporaryFolder(t);
    const into = inHost(folder, 'into', 'out');
    const archive = inHost(folder, 'a.tgz');
    await mkdir(inHost(folder, 'into'));
    await writeFile(inHost(folder, 'into', 'secret'), 'secret');
    const { isOver, numRuns } = budget(400, 4);
    await fc.assert(
      fc.asyncProperty(tar, seldom(fc.constant(Infinity), fc.nat()), async (blocks, cut) => {
        if (isOver()) return;
        await rm(into, { recursive: true, force: true });
        const packed = gzipSync(blocks, { level: 1 });
        await writeFile(archive, packed.subarray(0, cut === Infinity ? cut : cut % packed.length));
        const refused: unknown = await outcomeOf(() => way(archive, into));
        t.true(refused === undefined || refused instanceof BuilderError, inspect(refused));
        const names = (await readdir(inHost(folder, 'into'))).sort();
        t.deepEqual(names, refused === undefined ? ['out', 'secret'] : ['secret']);
        if (refused === undefined) await nothingLeadsOut(t.fail.bind(t), into);
      }),
      { numRuns },
    );
    t.is(await readFile(inHost(folder, 'into', 'secret'), 'utf8'), 'secret');
    t.deepEqual((await readdir(folder)).sort(), ['a.tgz', 'into']);
  });
}
