import { readdir } from 'node:fs/promises';
import { endianness } from 'node:os';
import test from 'ava';
import { archOfMachine } from '../../../src/architecture.js';
import { BuilderError } from '../../../src/error.js';
import { inHost } from '../../../src/path.js';
import { prepareRoot } from '../../../src/stack/index.js';
import { cacheFolders } from '../../../src/store/index.js';
import { serve, trickle, watched } from '../../source/server.js';
import { folder, stack } from '../fixture.js';

const arch = archOfMachine(process.arch, endianness()) ?? 'x64';

test('a mirror that takes its time is left when that is up, and nothing is left half made', async (t) => {
  const { behaviour, left } = watched(trickle(t));
  const mirror = await serve(t, behaviour);
  const named = process.env.BINARY_BUILDER_DEBIAN_MIRROR;
  process.env.BINARY_BUILDER_DEBIAN_MIRROR = `${mirror.origin}/debian`;
  t.teardown(() => {
    if (named === undefined) delete process.env.BINARY_BUILDER_DEBIAN_MIRROR;
    else process.env.BINARY_BUILDER_DEBIAN_MIRROR = named;
  });
  const slow = stack({
    name: 'slow',
    architectures: [arch],
    root: { debian: { suite: 'bookworm', variant: 'essential' } },
  });
  const folders = cacheFolders(inHost(await folder(t), 'cache'));
  const request = { stack: slow, arch, toolchain: false, packages: [], form: 'directory' } as const;
  const context = { folders, emit: () => undefined, download: { time: 4000 } };
  const error = await t.throwsAsync(prepareRoot(request, context), { instanceOf: BuilderError });
  t.like(error, {
    code: 'STACK_NOT_READY',
    message: 'the root filesystem of slow was not done within 4s (--limit download-time)',
    hint: 'To raise the limit: --limit download-time=8s; none switches it off.',
  });
  await left();
  const made = await readdir(folders.stacks).catch(() => []);
  t.deepEqual(
    made.filter((name) => !name.endsWith('.log')),
    [],
  );
});
