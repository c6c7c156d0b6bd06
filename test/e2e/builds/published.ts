import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { list } from 'tar';
import { parse } from 'yaml';
import type { Built } from './workshop.js';

/** One member of an artifact's tar, in the tar's order. */
interface Member {
  path: string;
  type: string;
  owner: string;
  seconds: number;
  mode: string;
  target: string;
}

/** The members of an artifact. */
export async function membersOf({ artifact }: Pick<Built, 'artifact'>): Promise<Member[]> {
  const members: Member[] = [];
  await list({
    file: artifact,
    strict: true,
    onReadEntry({ path, type, uid, gid, uname, gname, mtime, mode, linkpath }) {
      members.push({
        path,
        type,
        owner: `${uid ?? ''}/${gid ?? ''} ${uname ?? ''}/${gname ?? ''}`,
        seconds: (mtime?.getTime() ?? 0) / 1000,
        mode: (mode ?? 0).toString(8),
        target: linkpath ?? '',
      });
    },
  });
  return members;
}

/** An artifact is what every artifact has to be: in order, nobody's, of no time, and without a link out of it. */
export async function isNormalised(t: ExecutionContext, built: Built): Promise<void> {
  const members = await membersOf(built);
  const paths = members.map(({ path }) => path);
  t.true(members.length > 10);
  t.deepEqual(paths, [...paths].sort(bySlashes));
  t.deepEqual(new Set(members.map(({ owner }) => owner)), new Set(['0/0 /']));
  t.deepEqual(new Set(members.map(({ seconds }) => seconds)), new Set([built.plan.epoch]));
  const modes: Record<string, string[]> = {
    File: ['644', '755'],
    Link: ['644', '755'],
    Directory: ['755'],
    SymbolicLink: ['777'],
  };
  t.deepEqual(
    members.filter(({ type, mode }) => modes[type]?.includes(mode) !== true),
    [],
  );
  t.deepEqual(
    members.filter(({ type, target }) => type === 'SymbolicLink' && target.startsWith('/')),
    [],
  );
  // The tree's own folders are at the top, not in a folder named after the artifact.
  t.true(paths.includes('lib/'));
  t.false(paths.some((path) => path.startsWith('.') || path.startsWith('/')));
}

/** As GNU tar's --sort=name has it: a folder right before what is in it. */
function bySlashes(a: string, b: string): number {
  const key = (path: string) => Buffer.from(path.replaceAll('/', '\0'));
  return Buffer.compare(key(a), key(b));
}

/** What lies in the output folder tells the truth about the artifact. */
export async function isRecorded(
  t: ExecutionContext,
  { artifact, plan, record, entry, workshop }: Built,
  expected: { manifestName: string; source: string },
): Promise<void> {
  for (const program of ['md5sum', 'sha256sum']) {
    const sums = `checksums/${program.slice(0, -3).toUpperCase()}SUMS`;
    const { stdout } = await execa(program, ['--check', '--strict', sums], {
      cwd: workshop.output,
    });
    t.true(stdout.includes(`artifacts/debian12/${plan.artifact.file}: OK`));
  }
  const file = () => createReadStream(artifact);
  t.is(record.size, (await stat(artifact)).size);
  t.is(record.md5, await digestOf('md5', file()));
  t.is(record.sha256, await digestOf('sha256', file()));
  t.is(record.tar_sha256, await digestOf('sha256', file().pipe(createGunzip())));
  t.is(record.prefix, plan.prefix);
  t.is(record.stack.glibc, '2.36');
  t.regex(record.stack.digest, /^sha256:[0-9a-f]{64}$/);
  t.regex(record.stack.compiler ?? '', /^gcc-12 12\.2\.0/);
  t.deepEqual(record.manifest, {
    name: expected.manifestName,
    version: plan.version,
    uri: `artifacts/debian12/${plan.artifact.file}`,
    md5: record.md5,
    sha256: record.sha256,
    cf_stacks: ['debian12'],
    source: expected.source,
    source_sha256: record.sources[0]?.sha256 ?? '',
  });
  t.deepEqual(parse(entry), [{ ...record.manifest, uri: `file://${artifact}` }]);
}

async function digestOf(algorithm: string, content: Readable): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(content, hash);
  return hash.digest('hex');
}

/** No file of the artifact names a folder of the build. */
export async function namesNoBuildFolder(t: ExecutionContext, { artifact }: Built): Promise<void> {
  const { exitCode, stdout } = await execa(
    'zgrep',
    ['--text', '--fixed-strings', '--only-matching', '/binary-builder/', artifact],
    { reject: false },
  );
  t.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: '' });
}
