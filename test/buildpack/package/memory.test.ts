import { open } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { execa } from 'execa';
import { hashFile } from 'hasha';
import { z } from 'zod';
import { hostPath, inHost } from '../../../src/path.js';
import { compiled } from '../../compiled.js';
import { BUILDPACK, entry, manifestOf, workspace, write } from './workspace.js';

const MEGABYTE = 1024 * 1024;
const SIZE = 256;

test(`a dependency of ${SIZE} MB is packed in far less memory`, async (t) => {
  t.timeout(120_000);
  const here = await workspace(t, BUILDPACK);
  const path = inHost(here.folder, 'large.tgz');
  const file = await open(path, 'w');
  await file.write(Buffer.from([0x1f, 0x8b]));
  await file.truncate(SIZE * MEGABYTE);
  await file.close();
  const sha256 = await hashFile(path, { algorithm: 'sha256' });
  await write(here.directory, {
    'manifest.yml': manifestOf([
      entry('large', '1.2.3', { uri: pathToFileURL(path).href, sha256 }),
    ]),
  });
  const [program, script] = compiled(hostPath(import.meta.dirname, 'process/package.ts'));
  const { stdout } = await execa(program, [script, here.directory, here.output]);
  const said = z.object({ before: z.number(), after: z.number() }).parse(JSON.parse(stdout));
  t.true(said.after - said.before < SIZE / 2, stdout);
});
