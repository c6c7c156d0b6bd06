import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { inHost, type HostPath } from '../../src/path.js';
import type { ArtifactRecord, Companions, Contents, Provenance } from '../../src/store/index.js';

/** A record of an artifact with this content. */
export function exampleRecord(
  content: string,
  changes: { name?: string; version?: string; stack?: string; key?: string } = {},
): ArtifactRecord {
  const { name = 'libffi', version = '3.4.4', stack = 'debian12', key = 'key-1' } = changes;
  const file = `${name}-${version}-linux-x64.tgz`;
  const md5 = createHash('md5').update(content).digest('hex');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const source = `https://example.org/${name}-${version}.tar.gz`;
  return {
    name,
    version,
    arch: 'x64',
    stack: {
      name: stack,
      digest: `sha256:${'1'.repeat(64)}`,
      glibc: '2.36',
      compiler: 'gcc 12.2.0',
    },
    file,
    prefix: '/app/.heroku/vendor',
    size: content.length,
    md5,
    sha256,
    tar_sha256: '2'.repeat(64),
    build_key: key,
    manifest: {
      name,
      version,
      uri: `https://example.org/${stack}/${file}`,
      md5,
      sha256,
      cf_stacks: [stack],
      source,
      source_sha256: 'a'.repeat(64),
    },
    sources: [
      { name, url: source, md5: 'b'.repeat(32), sha256: 'a'.repeat(64), sha512: 'c'.repeat(128) },
    ],
    options: {},
  };
}

/** What is in a small artifact. */
export const exampleContents: Contents = {
  size: 1234,
  glibc: '2.34',
  members: [
    { path: 'lib', kind: 'directory', mode: '0755' },
    { path: 'lib/libffi.so', kind: 'link', target: 'libffi.so.8.1.2' },
    { path: 'lib/libffi.so.8.1.2', kind: 'file', mode: '0644', size: 1234 },
  ],
  libraries: [
    {
      path: 'lib/libffi.so.8.1.2',
      needed: [{ name: 'libc.so.6', from: 'stack', path: '/lib/x86_64-linux-gnu/libc.so.6' }],
    },
  ],
  waived: [],
};

/** Who built it, one of two. */
export function exampleProvenance(user = 'ada'): Provenance {
  return {
    binary_builder: '0.1.0',
    runner: 'bubblewrap',
    machine: { arch: 'x64', kernel: '6.1.0', hostname: 'workshop' },
    user,
    started: '2026-11-21T06:00:00.000Z',
    finished: '2026-11-21T06:00:09.500Z',
    jobs: 2,
    ccache: false,
    root: { digest: `sha256:${'3'.repeat(64)}`, created: '2026-11-20T00:00:00.000Z' },
  };
}

/** All that is kept with an artifact. */
export function exampleCompanions(changes: Partial<Companions> = {}): Companions {
  const plan = { revision: 1, name: 'libffi' };
  return { plan, contents: exampleContents, provenance: exampleProvenance(), ...changes };
}

/** An artifact file with this content, which no reader of these tests takes for a tarball. */
export async function exampleArtifact(folder: HostPath, content: string): Promise<HostPath> {
  const file = inHost(folder, `made-${content.length}-${content.slice(0, 20)}.tgz`);
  await writeFile(file, content);
  return file;
}
