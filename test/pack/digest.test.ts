import { writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import test from 'ava';
import { digestArtifact, packTree } from '../../src/pack/index.js';
import { inHost } from '../../src/path.js';
import { digestOf, temporaryFolder } from './folder.js';
import { forge, tgz } from './hostile.js';

test('the digests are those of packing', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(inHost(folder, 'file'), 'x'.repeat(2_000_000));
  const artifact = inHost(folder, 'a.tgz');
  const { files, ...packed } = await packTree(folder, artifact, { epoch: 0 });
  t.is(files, 1);
  t.deepEqual(await digestArtifact(artifact), packed);
});

test('an artifact of another packer has digests too', async (t) => {
  const artifact = inHost(await temporaryFolder(t), 'a.tgz');
  const bytes = tgz({ name: 'a', content: 'a' });
  await writeFile(artifact, bytes);
  t.deepEqual(await digestArtifact(artifact), {
    size: bytes.length,
    md5: digestOf('md5', bytes),
    sha256: digestOf('sha256', bytes),
    tarSha256: digestOf('sha256', gunzipSync(bytes)),
  });
});

test('a changed byte, a lost one and one too many are damage', async (t) => {
  const artifact = inHost(await temporaryFolder(t), 'a.tgz');
  const bytes = tgz({ name: 'a', content: 'a'.repeat(100_000) });
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(bytes.length - 5) ^ 1, bytes.length - 5);
  const cases: [Buffer, string][] = [
    [changed, "it can't be decompressed: incorrect data check"],
    [bytes.subarray(0, -1), 'it ends too early'],
    [Buffer.concat([bytes, Buffer.alloc(1)]), 'it goes on after its end'],
  ];
  for (const [content, reason] of cases) {
    await writeFile(artifact, content);
    await t.throwsAsync(digestArtifact(artifact), {
      code: 'ARTIFACT_DAMAGED',
      message: `${artifact} is damaged: ${reason}`,
    });
  }
});

test('a bomb is not digested', async (t) => {
  const artifact = inHost(await temporaryFolder(t), 'a.tgz');
  await writeFile(artifact, tgz({ name: 'a', content: Buffer.alloc(1_000_000) }));
  await t.throwsAsync(digestArtifact(artifact, { limits: { bytes: 1_000_000 } }), {
    code: 'ARTIFACT_TOO_LARGE',
  });
});

test('exactly as many bytes as are allowed are digested, one more is too many', async (t) => {
  const artifact = inHost(await temporaryFolder(t), 'a.tgz');
  const tar = forge({ name: 'a', content: 'x'.repeat(1000) });
  await writeFile(artifact, gzipSync(tar));
  await t.throwsAsync(digestArtifact(artifact, { limits: { bytes: tar.length - 1 } }), {
    code: 'ARTIFACT_TOO_LARGE',
  });
  await t.notThrowsAsync(digestArtifact(artifact, { limits: { bytes: tar.length } }));
});

test('an abort ends digesting with its reason', async (t) => {
  const artifact = inHost(await temporaryFolder(t), 'a.tgz');
  await writeFile(artifact, tgz({ name: 'a' }));
  const reason = new Error('interrupted by the test');
  await t.throwsAsync(digestArtifact(artifact, { signal: AbortSignal.abort(reason) }), {
    is: reason,
  });
});
