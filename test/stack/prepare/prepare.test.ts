import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import test, { type ExecutionContext } from 'ava';
import * as tar from 'tar';
import { archOfMachine } from '../../../src/architecture.js';
import type { Event } from '../../../src/event.js';
import { hostPath, inHost, type HostPath } from '../../../src/path.js';
import {
  findStack,
  loadStacks,
  prepareRoot,
  stackStatus,
  type RootRequest,
  type Stack,
} from '../../../src/stack/index.js';
import { requireWhole } from '../../../src/stack/prepare/directory.js';
import { layerFolder } from '../../../src/stack/root/folder.js';
import { layersOf } from '../../../src/stack/root/layer.js';
import { preparedRoot, testCache, testContext } from '../../prepared-root.js';
import { folder, stack } from '../fixture.js';
import { cacheFolders } from '../../../src/store/index.js';

const arch = archOfMachine(process.arch, endianness()) ?? 'x64';
const STATUS = `Package: libc6\nStatus: install ok installed\nVersion: 2.36-9\n\nPackage: gcc\nStatus: install ok installed\nVersion: 4:12\n`;

/** A tiny root as an archive, and the stack that it is the root of. */
async function archiveStack(t: ExecutionContext): Promise<{ archived: Stack; cache: HostPath }> {
  const work = await folder(t);
  const root = inHost(work, 'root');
  await mkdir(inHost(root, 'var/lib/dpkg'), { recursive: true });
  await mkdir(inHost(root, 'usr/bin'), { recursive: true });
  await mkdir(inHost(root, 'dev'));
  await writeFile(inHost(root, 'var/lib/dpkg/status'), STATUS);
  await writeFile(inHost(root, 'usr/bin/su'), '', { mode: 0o755 });
  await writeFile(inHost(root, 'dev/null'), '');
  const file = inHost(work, 'root.tar.gz');
  await tar.create({ cwd: root, file, gzip: true }, ['.']);
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const archived = stack({
    name: 'mine',
    architectures: [arch],
    toolchain: ['gcc'],
    root: { archive: { path: './root.tar.gz', sha256 } },
    file: inHost(work, 'mine.yml'),
  });
  return { archived, cache: inHost(work, 'cache') };
}

function requestFor(stack: Stack): RootRequest {
  return { stack, arch, toolchain: false, packages: [], form: 'directory' };
}

test('makes a root once, keeps it, and knows what is in it', async (t) => {
  const { archived, cache } = await archiveStack(t);
  t.deepEqual(await stackStatus(archived, arch, cache), { ready: false });

  const events: Event[] = [];
  const emit = (event: Event) => events.push(event);
  const root = await prepareRoot(requestFor(archived), { folders: cacheFolders(cache), emit });
  t.like(root, {
    kind: 'directory',
    stack: 'mine',
    role: 'base',
    glibc: '2.36',
    packages: { libc6: '2.36-9', gcc: '4:12' },
    digest: root.base,
  });
  t.deepEqual(events, [
    { type: 'stack.progress', stack: 'mine', message: 'unpacking ./root.tar.gz' },
  ]);
  if (root.kind !== 'directory') throw new Error('not a directory');
  t.deepEqual(await readdir(inHost(root.directory, 'dev')), []);

  const again = await prepareRoot(requestFor(archived), { folders: cacheFolders(cache), emit });
  t.deepEqual(again, root);
  t.is(events.length, 1);
  t.like(await stackStatus(archived, arch, cache), { ready: true, base: { key: root.key } });
});

test('an archive that leads out of the folder of its stack is not read', async (t) => {
  const { archived, cache } = await archiveStack(t);
  const own = hostPath(archived.file, '..');
  await symlink('/etc/shadow', inHost(own, 'linked.tar'));
  const root = { archive: { path: 'linked.tar', sha256: 'a'.repeat(64) } };
  await t.throwsAsync(
    prepareRoot(requestFor({ ...archived, root }), {
      folders: cacheFolders(cache),
      emit: () => undefined,
    }),
    {
      code: 'STACK_NOT_READY',
      message: `${own}/linked.tar leads out of ${own}, to /etc/shadow: the root of mine`,
    },
  );
});

test('two that want the same root at once make it once', async (t) => {
  const { archived, cache } = await archiveStack(t);
  const events: Event[] = [];
  const context = { folders: cacheFolders(cache), emit: (event: Event) => events.push(event) };
  const [one, other] = await Promise.all([
    prepareRoot(requestFor(archived), context),
    prepareRoot(requestFor(archived), context),
  ]);
  t.deepEqual(one, other);
  const made = events.filter((event) => JSON.stringify(event).includes('unpacking'));
  t.is(made.length, 1);
});

test('what an interrupted preparation left is taken away by the next', async (t) => {
  const { archived, cache } = await archiveStack(t);
  const context = { folders: cacheFolders(cache), emit: () => undefined };
  const root = await prepareRoot(requestFor(archived), context);
  if (root.kind !== 'directory') throw new Error('not a directory');

  const layer = hostPath(root.directory, '..');
  const partial = hostPath(`${layer}.partial`);
  await mkdir(inHost(partial, 'root/half'), { recursive: true });
  await writeFile(inHost(layer, 'record.json'), '{ "half": ');
  await prepareRoot(requestFor(archived), context);
  t.deepEqual(await readdir(inHost(cache, 'stacks')), [root.key]);
  t.true((await lstat(inHost(root.directory, 'usr/bin/su'))).isFile());
});

test('a root that was changed by hand is made again before it is used', async (t) => {
  const { archived, cache } = await archiveStack(t);
  const events: Event[] = [];
  const folders = cacheFolders(cache);
  const context = { folders, emit: (event: Event) => events.push(event) };
  const root = await prepareRoot(requestFor(archived), context);
  if (root.kind !== 'directory') throw new Error('not a directory');
  const changed = inHost(root.directory, 'usr/bin/su');
  await writeFile(changed, 'something else', { mode: 0o4755 });
  await writeFile(inHost(root.directory, 'usr/bin/new'), '');

  const { digest } = root;
  t.like(await prepareRoot(requestFor(archived), context), { kind: 'directory', digest });
  t.is(await readFile(changed, 'utf8'), '');
  t.deepEqual(await readdir(inHost(root.directory, 'usr/bin')), ['su']);
  t.is(events.filter((event) => JSON.stringify(event).includes('unpacking')).length, 2);
});

test('nothing is made of a tar that is not what was made', async (t) => {
  const { archived, cache } = await archiveStack(t);
  const root = await prepareRoot(requestFor(archived), {
    folders: cacheFolders(cache),
    emit: () => undefined,
  });
  const { tar: file } = layerFolder(cache, root.key);
  await t.notThrowsAsync(requireWhole({ record: root, tar: file }));
  await truncate(file, (await lstat(file)).size - 1);
  await t.throwsAsync(requireWhole({ record: root, tar: file }), {
    code: 'STACK_NOT_READY',
    message: /root\.tar is not what was made\.$/,
  });
});

test('refreshing makes a new root and leaves the old one to whoever is using it', async (t) => {
  const { archived, cache } = await archiveStack(t);
  const context = { folders: cacheFolders(cache), emit: () => undefined };
  const old = await prepareRoot(requestFor(archived), context);
  const fresh = await prepareRoot({ ...requestFor(archived), refresh: true }, context);
  t.not(fresh.key, old.key);
  t.is(fresh.digest, old.digest);
  if (old.kind !== 'directory') throw new Error('not a directory');
  t.true((await lstat(old.directory)).isDirectory());
  t.deepEqual(await prepareRoot(requestFor(archived), context), fresh);
});

test('an archive with another digest is refused, and nothing of it is left', async (t) => {
  const { archived, cache } = await archiveStack(t);
  await writeFile(hostPath(archived.file, '..', 'root.tar.gz'), 'other');
  const context = { folders: cacheFolders(cache), emit: () => undefined };
  await t.throwsAsync(prepareRoot(requestFor(archived), context), {
    code: 'DIGEST_MISMATCH',
    message:
      /root\.tar\.gz is not the root of mine: sha256 [0-9a-f]{64} was expected, found d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa$/,
  });
  t.deepEqual(await readdir(inHost(cache, 'stacks')), []);
});

test('a failed refresh leaves the stack as it was', async (t) => {
  const { archived, cache } = await archiveStack(t);
  const context = { folders: cacheFolders(cache), emit: () => undefined };
  const old = await prepareRoot(requestFor(archived), context);
  await writeFile(hostPath(archived.file, '..', 'root.tar.gz'), 'other');
  await t.throwsAsync(prepareRoot({ ...requestFor(archived), refresh: true }, context), {
    code: 'DIGEST_MISMATCH',
  });
  t.deepEqual(await prepareRoot(requestFor(archived), context), old);
});

test('the machine can’t be a root of another architecture', async (t) => {
  const other = arch === 's390x' ? 'x64' : 's390x';
  const request = { ...requestFor(stack()), arch: other, form: 'machine' } as const;
  const cache = await folder(t);
  await t.throwsAsync(
    prepareRoot(request, { folders: cacheFolders(cache), emit: () => undefined }),
    {
      code: 'UNKNOWN_ARCH',
      message: `this machine is ${arch}: it can't be the root of debian12 for ${other}`,
    },
  );
});

test('the machine itself is described, and lacking packages are named', async (t) => {
  const cache = await folder(t);
  const context = { folders: cacheFolders(cache), emit: () => undefined };
  const here = stack({ architectures: [arch], toolchain: [] });
  const root = await prepareRoot({ ...requestFor(here), form: 'machine' }, context);
  t.is(root.kind, 'machine');
  t.true('dpkg' in root.packages);

  const lacking = { ...requestFor(here), form: 'machine', packages: ['no-such-package'] } as const;
  const error = await t.throwsAsync(prepareRoot(lacking, context), { code: 'STACK_NOT_READY' });
  t.like(error, { hint: 'Install them: apt-get install --yes no-such-package' });
});

test('the root of debian12 has no libffi, no apt, no network configuration and no machine’s name', async (t) => {
  const root = await preparedRoot({ toolchain: true });
  t.is(root.glibc, '2.36');
  t.regex(root.compiler ?? '', /^gcc-12 12\./);
  for (const name of ['libffi8', 'apt', 'python3', 'libmemcached11']) {
    t.false(name in root.packages, name);
  }
  if (root.kind !== 'directory') throw new Error('not a directory');
  t.is(await readFile(inHost(root.directory, 'etc/hostname'), 'utf8'), 'stack\n');
  await t.throwsAsync(lstat(inHost(root.directory, 'etc/resolv.conf')), { code: 'ENOENT' });
});

test('a package that Debian does not have is named, with the end of what mmdebstrap said', async (t) => {
  await preparedRoot();
  const stacks = await loadStacks([hostPath(import.meta.dirname, '../../../stacks')]);
  const request = {
    ...requestFor(findStack(stacks, 'debian12')),
    packages: ['no-such-package'],
  };
  const error = await t.throwsAsync(prepareRoot(request, testContext), { code: 'STACK_NOT_READY' });
  t.regex(JSON.stringify(error), /Debian bookworm has no package named no-such-package/);
  t.regex(JSON.stringify(error), /All that it said is in .*\.log/);
  t.regex(JSON.stringify(error), /E: Unable to locate package no-such-package/);
});

test('an interrupted preparation leaves nothing half made', async (t) => {
  await preparedRoot();
  const stacks = await loadStacks([hostPath(import.meta.dirname, '../../../stacks')]);
  const abort = new AbortController();
  const request = { ...requestFor(findStack(stacks, 'debian12')), packages: ['netcat-openbsd'] };
  const preparing = prepareRoot(request, {
    folders: testContext.folders,
    signal: abort.signal,
    emit: (event) => {
      if (JSON.stringify(event).includes('downloading packages')) abort.abort();
    },
  });
  await t.throwsAsync(preparing, { code: 'INTERRUPTED' });
  const [, made] = layersOf({ ...request, machine: arch, generation: '' });
  const left = (await readdir(inHost(testCache, 'stacks'))).filter((name) =>
    name.startsWith(made?.key ?? ''),
  );
  t.deepEqual(left, []);
});

test('packages that the layer below has already make no layer of their own', async (t) => {
  const toolchain = await preparedRoot({ toolchain: true });
  const same = await preparedRoot({ toolchain: true, packages: ['libstdc++6', 'libc6'] });
  t.is(same.key, toolchain.key);
});

test('a root with another glibc than its stack claims is told, with the line that claims it', async (t) => {
  const { archived, cache } = await archiveStack(t);
  const events: Event[] = [];
  const context = { folders: cacheFolders(cache), emit: (event: Event) => events.push(event) };
  await prepareRoot(requestFor({ ...archived, glibc: '2.35' }), context);
  t.deepEqual(
    events.filter(({ type }) => type === 'warning'),
    [
      {
        type: 'warning',
        stack: 'mine',
        message: `the root of mine has glibc 2.36, and ${archived.file} claims 2.35: write \`glibc: '2.36'\` there, or take another root`,
      },
    ],
  );
  events.length = 0;
  await prepareRoot(requestFor(archived), context);
  t.is(events.filter(({ type }) => type === 'warning').length, 0);
});
