import test from 'ava';
import { parseSourceFile } from '../../../src/cli/options/source-file.js';

const parse = (data: unknown) => parseSourceFile('data.json', JSON.stringify(data));
const [MD5, SHA256, SHA512] = [32, 64, 128].map((length) => 'a'.repeat(length));
const COMMIT = 'c'.repeat(40);

test('a source and a version are options', (t) => {
  const version = { url: 'https://example.org/x.tgz', ref: '3.10', sha256: SHA256, sha512: SHA512 };
  t.like(parse({ source: { name: 'x', type: 'github_releases', repo: 'x/x' }, version }), {
    name: 'x',
    version: '3.10',
    url: 'https://example.org/x.tgz',
    sha256: SHA256,
    sha512: SHA512,
    md5: undefined,
  });
  t.is(parse({ source: { name: 'x' }, version: { ref: '1', md5_digest: MD5 } }).md5, MD5);
});

test('what is empty isn’t there, and a commit counts where no digest does', (t) => {
  const version = { ref: '1', url: '', sha256: '', sha512: null, git_commit_sha: COMMIT };
  const said = parse({ source: { name: 'x' }, version });
  t.like(said, { url: undefined, sha256: undefined, sha512: undefined, gitCommitSha: COMMIT });
  const verified = parse({ source: { name: 'x' }, version: { ...version, sha256: SHA256 } });
  t.like(verified, { sha256: SHA256, gitCommitSha: undefined });
});

test('the former form has one digest, whose length says which', (t) => {
  const data = { name: 'x', version: '1', source_uri: 'https://example.org/x.tgz' };
  t.like(parse({ ...data, source_sha: MD5 }), { name: 'x', version: '1', md5: MD5 });
  t.like(parse({ ...data, source_sha: SHA256 }), { sha256: SHA256, url: data.source_uri });
  t.like(parse({ ...data, source_sha: SHA512 }), { sha512: SHA512 });
  t.is(parse(data).md5, undefined);
});

test('what says nothing of a build is refused: it tells what is missing', (t) => {
  const error = t.throws(() => parse({ source: {}, version: { ref: 3 } }), {
    code: 'USAGE',
    message: "data.json doesn't say what to build.",
  });
  t.like(error, {
    excerpt: [
      'source.name: Invalid input: expected string, received undefined',
      'version.ref: Invalid input: expected string, received number',
    ],
  });
  t.throws(() => parseSourceFile('data.json', '{'), {
    code: 'USAGE',
    message: /^data\.json is not JSON: /,
  });
});
