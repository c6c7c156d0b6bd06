import { execa } from 'execa';
import { readdir } from 'node:fs/promises';
import test from 'ava';
import { inHost, type HostPath } from '../../../src/path.js';
import { buildpackWith, workshop } from './workshop.js';

/** Zips what is in a folder; links are stored as links. */
async function zipOf(folder: HostPath, zip: HostPath): Promise<HostPath> {
  await execa('python3', ['-c', ZIP, folder, zip]);
  return zip;
}

const ZIP = `
import os, stat, sys, zipfile
with zipfile.ZipFile(sys.argv[2], 'w') as target:
    for folder, folders, files in os.walk(sys.argv[1]):
        for name in sorted(files + [f for f in folders if os.path.islink(os.path.join(folder, f))]):
            path = os.path.join(folder, name)
            inside = os.path.relpath(path, sys.argv[1])
            if os.path.islink(path):
                info = zipfile.ZipInfo(inside)
                info.create_system = 3
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
                target.writestr(info, os.readlink(path))
            else:
                target.write(path, inside)
`;

test('a zip is staged with as a folder is, with the modes and links in it', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/real': 'echo compiled' }) });
  await execa('ln', ['-s', 'real', inHost(here.buildpack, 'bin/compile')]);
  const buildpack = await zipOf(here.buildpack, inHost(here.folder, 'tiny.zip'));
  await here.stage({ buildpack });
  t.is(here.lines()[1], 'compiled');
});

test('a zip that was packaged for another stack is refused', async (t) => {
  const manifest = { 'manifest.yml': '---\nlanguage: tiny\nstack: cflinuxfs4\n' };
  const here = await workshop(t, { buildpack: { ...buildpackWith({}), ...manifest } });
  const buildpack = await zipOf(here.buildpack, inHost(here.folder, 'tiny.zip'));
  t.like(await t.throwsAsync(here.stage({ buildpack }), { code: 'BUILDPACK_INVALID' }), {
    message: `${buildpack} was packaged for the stack cflinuxfs4, not for debian12.`,
  });
});

test('a zip of zeros that is too large is refused before it is unpacked, with the options', async (t) => {
  const here = await workshop(t, {
    buildpack: buildpackWith({ 'bin/compile': 'true', zeros: '\0'.repeat(3_000_000) }),
  });
  const buildpack = await zipOf(here.buildpack, inHost(here.folder, 'tiny.zip'));
  t.like(await t.throwsAsync(here.stage({ buildpack, limits: { bytes: 2_000_000 } })), {
    code: 'ARTIFACT_TOO_LARGE',
    message: `${buildpack} is too large to unpack: it has more than 2000000 bytes when it is decompressed`,
    hint: 'Nothing was staged, and a platform may refuse it too. If it is right so, raise the limit with --max-members N or --max-unpacked-size BYTES.',
  });
  t.deepEqual(here.lines(), []);
});

test('a zip with a link out of it is refused before anything is run', async (t) => {
  const here = await workshop(t, { buildpack: buildpackWith({ 'bin/compile': 'true' }) });
  await execa('ln', ['-s', '../../../etc', inHost(here.buildpack, 'out')]);
  const buildpack = await zipOf(here.buildpack, inHost(here.folder, 'tiny.zip'));
  await t.throwsAsync(here.stage({ buildpack }), { code: 'BUILDPACK_INVALID' });
  t.deepEqual(here.lines(), []);
  t.deepEqual(await readdir(inHost(here.cache, 'work')).catch(() => []), []);
});
