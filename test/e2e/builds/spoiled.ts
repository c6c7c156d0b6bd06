import { cp, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { packTree } from '../../../src/pack/index.js';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import { readRecord, recordYaml } from '../../../src/store/index.js';
import { runCli, type Finished } from '../cli.js';
import { unpacked } from './platform.js';
import type { Built } from './workshop.js';

/** Changes a tree so that it doesn't work any more. */
export type Spoil = (tree: HostPath) => Promise<void>;

/**
 * What the command line says of an artifact that was spoiled on purpose. Its record and its digests
 * are those of the spoiled file, so that nothing but looking into it can tell.
 */
export async function judge(
  t: ExecutionContext,
  { artifact, plan, workshop }: Built,
  verb: 'test' | 'verify' | 'audit',
  spoil: Spoil,
): Promise<Finished> {
  const output = hostPath(await mkdtemp(path.join(os.tmpdir(), 'binary-builder-e2e-')));
  t.teardown(() => rm(output, { recursive: true, force: true, maxRetries: 3 }));
  const name = path.basename(artifact);
  await cp(inHost(workshop.output, 'checksums'), inHost(output, 'checksums'), { recursive: true });
  const tree = await unpacked(artifact, inHost(output, 'tree'));
  await spoil(tree);

  const file = inHost(output, 'artifacts', plan.stack.name, name);
  const packed = await packTree(tree, file, { epoch: plan.epoch });
  const recordFile = inHost(output, 'checksums', plan.stack.name, name.replace(/tgz$/, 'yml'));
  const record = await readRecord(recordFile);
  const { md5, sha256, size, tarSha256 } = packed;
  await writeFile(
    recordFile,
    recordYaml({
      ...record,
      md5,
      sha256,
      size,
      tar_sha256: tarSha256,
      manifest: { ...record.manifest, md5, sha256 },
    }),
  );
  return runCli([verb, file, '--runner=bubblewrap', '--json'], {
    cwd: output,
    cache: workshop.cache,
  });
}

/** Removes a file. */
export const without =
  (file: string): Spoil =>
  (tree) =>
    rm(inHost(tree, file));

/** Has a pkg-config file say that it was installed somewhere else. */
export const misplaced =
  (file: string): Spoil =>
  async (tree) => {
    const text = await readFile(inHost(tree, file), 'utf8');
    await writeFile(inHost(tree, file), text.replace(/^prefix=.*$/m, 'prefix=/app/nowhere'));
  };

/** Makes a binary one of another processor (e_machine, 16 bits at byte 18: 22 is S/390). */
export const ofAnotherProcessor =
  (file: string): Spoil =>
  async (tree) => {
    const binary = await open(inHost(tree, file), 'r+');
    await binary.write(Buffer.from([22, 0]), 0, 2, 18);
    await binary.close();
  };

/** Has a binary need a version of the C library that no stack has. */
export const ofTheFuture =
  (file: string): Spoil =>
  async (tree) => {
    const bytes = await readFile(inHost(tree, file), 'latin1');
    await writeFile(
      inHost(tree, file),
      bytes.replace(/GLIBC_2\.\d\d(?=\0)/, 'GLIBC_2.99'),
      'latin1',
    );
  };
